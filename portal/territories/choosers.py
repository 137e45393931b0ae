"""Finding a commune or an intercommunality among thousands, in the back-office's forms."""

from django import forms
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portal.territories.models import Commune, Intercommunality
from portal.territories.names import bare, normalise


class NameFilterForm(BaseFilterForm):
    q = forms.CharField(
        label="Nom ou code", required=False, widget=forms.TextInput(attrs={"placeholder": "Nom ou code"})
    )

    def filter(self, objects):
        query = self.cleaned_data.get("q", "").replace("\0", "")
        if not query.strip():
            return objects
        self.is_searching, self.search_query = True, query
        return self.matching(objects, query)


class CommuneFilterForm(NameFilterForm):
    def matching(self, objects, query):
        if query.strip().isdigit():
            return objects.filter(code__startswith=query.strip())
        return objects.filter(names__bare__startswith=bare(normalise(query))).distinct()


class IntercommunalityFilterForm(NameFilterForm):
    def matching(self, objects, query):
        return objects.filter(name__unaccent__icontains=query) | objects.filter(siren__startswith=query)


def _views(form):
    """Return the two views of a chooser that searches with ``form``."""
    return (
        type("ChooseView", (ChooseView,), {"filter_form_class": form}),
        type("ChooseResultsView", (ChooseResultsView,), {"filter_form_class": form}),
    )


class GeographyChooserViewSet(ChooserViewSet):
    """Chooses among what the nation's files hold: nobody makes a commune there."""

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class CommuneChooserViewSet(GeographyChooserViewSet):
    model = Commune
    icon = "site"
    choose_one_text = "Choisir une commune"
    choose_another_text = "Choisir une autre commune"
    choose_view_class, choose_results_view_class = _views(CommuneFilterForm)


class IntercommunalityChooserViewSet(GeographyChooserViewSet):
    model = Intercommunality
    icon = "site"
    choose_one_text = "Choisir une intercommunalité"
    choose_another_text = "Choisir une autre intercommunalité"
    choose_view_class, choose_results_view_class = _views(IntercommunalityFilterForm)
