"""« Partir d’un modèle », in the back-office: choose what a new page holds, and write on."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from wagtail.models import Page

from events.staff.drawing import draw, form_screen
from home.page_models import PageModel, models_below, start_page
from portal.design.typography import french

START_URL = "start_from_a_model"


class StartForm(forms.Form):
    model = forms.ChoiceField(
        label="Modèle", widget=forms.RadioSelect, error_messages={"required": "Choisissez un modèle."}
    )
    title = forms.CharField(
        label="Titre de la page", max_length=255, help_text="Il peut changer tant que la page n’est pas publiée."
    )

    def __init__(self, *args, models: list[PageModel], **kwargs):
        super().__init__(*args, **kwargs)
        self.models = {model.code: model for model in models}
        choices = [(model.code, french(f"{model.name} : {model.description}")) for model in models]
        self.fields["model"].choices = choices
        self.fields["model"].initial = choices[0][0]


def may_start_below(page: Page, user) -> bool:
    """Say whether this person may add a page there, and there is a model of what may be added."""
    return page.permissions_for_user(user).can_add_subpage() and bool(models_below(page.specific_deferred))


@form_screen
def start(request, parent_id: int):
    parent = get_object_or_404(Page, pk=parent_id).specific
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if not (models := models_below(parent)):
        raise Http404
    form = StartForm(request.POST if request.method == "POST" else None, models=models)
    if request.method == "POST" and form.is_valid():
        chosen = form.models[form.cleaned_data["model"]]
        page = start_page(chosen, parent, form.cleaned_data["title"], by=request.user)
        messages.success(request, french(f"« {page.title} » est un brouillon : remplacez ce qui est entre crochets."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    trail = [("", "Partir d’un modèle")]
    return draw(request, "home/admin/start.html", "Partir d’un modèle", trail, icon="doc-empty", forms=[form],
                form=form, parent=parent)  # fmt: skip


urlpatterns = [path("modeles/<int:parent_id>/", start, name=START_URL)]
