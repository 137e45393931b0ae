from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "portal.pages"
    verbose_name = "pages et médias"

    def ready(self):
        from portal.pages import jobs, moderation, permissions, personal_data  # noqa: F401, PLC0415 (registered on import)
        from portal.pages.screens import answer_bad_input  # noqa: PLC0415 (needs the models)

        answer_bad_input()
