"""The frequent questions in the back-office."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn

from home.questions.models import Question, QuestionCategory
from home.questions.permissions import PUBLISH
from portal.pages.row_screens import HeadingViewSet, ShownRowsViewSet
from portal.territories.viewsets import panels


class QuestionViewSet(ShownRowsViewSet):
    model = Question
    icon = "help"
    menu_label = "Questions fréquentes"
    add_label = "Ajouter une question"
    panels = [*panels("question", "answer", "category", "review_on"), FieldPanel("is_shown", permission=PUBLISH)]
    list_display = ["question", "category", BooleanColumn("is_shown", label="Visible"), "review_on"]
    list_filter = ["category", "is_shown"]
    search_fields = ["question", "answer"]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"queryset": Question.objects.select_related("category")}


class QuestionCategoryViewSet(HeadingViewSet):
    model = QuestionCategory
    icon = "folder-open-inverse"
    menu_label = "Catégories des questions"
    add_label = "Ajouter une catégorie"
