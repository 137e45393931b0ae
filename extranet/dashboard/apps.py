from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "extranet.dashboard"
    verbose_name = "tableau de bord"

    def ready(self):
        from extranet.dashboard import personal_data, receivers  # noqa: F401, PLC0415 (connected on import)
        from portal.pages.members_menu import Entry, add  # noqa: PLC0415 (models must be loaded)

        add(Entry("Tableau de bord", "dashboard", icon="home", order=10))
