from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "extranet.access"
    verbose_name = "accès"

    def ready(self):
        # ruff: noqa: PLC0415 (models must be loaded)
        from extranet.access import (  # noqa: F401 (registered on import)
            attention,
            found,
            jobs,
            permissions,
            personal_data,
            processing,
            receivers,
        )
        from portal.pages.members_menu import Entry, add

        def answers(request) -> bool:
            # The rights of somebody without a back-office are not worth a query on each page.
            return request.membership.opens_back_office and request.user.has_perm(permissions.ANSWER)

        add(Entry("Demandes d’accès", "access_requests", icon="mail", order=80, is_shown=answers))
