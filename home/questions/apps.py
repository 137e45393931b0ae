from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "home.questions"
    verbose_name = "questions fréquentes"

    def ready(self):
        # ruff: noqa: PLC0415 (models must be loaded)
        from wagtail.permissions import register_permission_policy

        from home.questions import permissions, reviews, searching  # noqa: F401 (registered on import)
        from home.questions.models import Question
        from portal.pages.row_screens import ShownRowsPolicy

        register_permission_policy(Question, ShownRowsPolicy(Question))
