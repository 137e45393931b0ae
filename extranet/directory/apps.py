from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "extranet.directory"
    verbose_name = "annuaire"

    def ready(self):
        from extranet.directory import attention, jobs, subjects  # noqa: F401, PLC0415 (registered on import)
        from extranet.directory.menu import ENTRIES  # noqa: PLC0415 (needs the models)
        from portal.pages.members_menu import add  # noqa: PLC0415 (models must be loaded)

        for entry in ENTRIES:
            add(entry)
