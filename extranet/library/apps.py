from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "extranet.library"
    verbose_name = "bibliothèque"

    def ready(self):
        from extranet.library import (  # noqa: F401, PLC0415 (registered on import)
            attention,
            jobs,
            of_circles,
            receivers,
        )
        from portal.pages.members_menu import Entry, add  # noqa: PLC0415 (models must be loaded)

        add(Entry("Bibliothèque", "library", icon="folder", order=20))
