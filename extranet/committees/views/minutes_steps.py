"""What becomes of minutes: re-reading, remarks, approval, publication, errata, extract. Each asks, then does."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from extranet.committees import minutes as verbs
from extranet.committees.minutes_forms import (
    AnswerForm,
    ApprovalForm,
    CommentForm,
    ErratumForm,
    ExtractForm,
    RereadingForm,
)
from extranet.committees.models import Comment, Minutes
from extranet.committees.views.minutes_finding import form_methods, keeper_only, minutes_for
from extranet.committees.views.minutes_reading import page
from portal.design.typography import french
from portal.tenancy.services import RefusedError


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page that asks before it does: its title, what it means, its button, and what is said once it is done."""

    title: str
    lead: str
    button: str
    done: str


def _ask(request, record: Minutes, step: Step, form: forms.BaseForm, do):
    """Show the step; sent, do it. A form at fault, and a refusal, come back with 422."""
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                do(form)
            except RefusedError as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, french(step.done))
                return redirect("minutes", record.meeting_id)
        status = 422
    context = {"minutes": record, "meeting": record.meeting, "step": step, "form": form}
    return render(request, "committees/minutes_step.html", context, status=status)


def _sent(request):
    return request.POST if request.method == "POST" else None


@form_methods
@keeper_only
def open_rereading(request, record: Minutes):
    step = Step(
        title="Ouvrir la relecture", button="Ouvrir la relecture", done="La relecture est ouverte.",
        lead="Les personnes présentes à la réunion sont prévenues. Elles lisent le compte rendu et font leurs "
        "remarques passage par passage. Le texte ne change pas pendant ce temps.",
    )  # fmt: skip
    return _ask(
        request, record, step, RereadingForm(_sent(request)),
        lambda form: verbs.open_rereading(record, days=form.cleaned_data["days"], by=request.membership),
    )  # fmt: skip


@form_methods
@keeper_only
def take_back(request, record: Minutes):
    step = Step(
        title="Reprendre le brouillon", button="Reprendre le brouillon",
        done="Le compte rendu est de nouveau un brouillon.",
        lead="La relecture s’arrête : corrigez le texte, puis ouvrez-la de nouveau. Les remarques sont gardées.",
    )  # fmt: skip
    return _ask(
        request, record, step, forms.Form(_sent(request)), lambda form: verbs.take_back(record, by=request.membership)
    )


@form_methods
@keeper_only
def approve(request, record: Minutes):
    step = Step(
        title="Noter l’approbation", button="Noter l’approbation", done="Le compte rendu est approuvé.",
        lead="Dites à quelle réunion ce compte rendu a été approuvé. Son texte ne change plus ensuite, ni la liste des "
        "personnes présentes.",
    )  # fmt: skip
    return _ask(
        request, record, step, ApprovalForm(_sent(request), minutes=record),
        lambda form: verbs.approve(record, meeting=form.cleaned_data["meeting"], by=request.membership),
    )  # fmt: skip


@form_methods
@keeper_only
def publish(request, record: Minutes):
    step = Step(
        title="Publier le compte rendu", button="Publier définitivement", done="Le compte rendu est publié.",
        lead="Tous les membres du comité sont prévenus et le lisent. C’est définitif : ce qui serait à corriger "
        "ensuite le sera par un erratum, qui reste visible à côté du texte.",
    )  # fmt: skip
    return _ask(
        request, record, step, forms.Form(_sent(request)), lambda form: verbs.publish(record, by=request.membership)
    )


@form_methods
@keeper_only
def erratum(request, record: Minutes):
    step = Step(
        title="Ajouter un erratum", button="Ajouter l’erratum", done="L’erratum est ajouté.",
        lead="Le texte publié reste comme il est ; l’erratum se lit à côté. Il ne s’efface pas.",
    )  # fmt: skip
    return _ask(
        request, record, step, ErratumForm(_sent(request), minutes=record),
        lambda form: verbs.add_erratum(
            record, form.cleaned_data["text"], passage=form.cleaned_data["passage"], by=request.membership
        ),
    )  # fmt: skip


@form_methods
@keeper_only
def extract(request, record: Minutes):
    step = Step(
        title="Choisir l’extrait public", button="Enregistrer l’extrait", done="L’extrait public est enregistré.",
        lead="Une fois le compte rendu publié, chacun lit sur le site les passages choisis, la date et combien "
        "d’organisations étaient représentées. Ni les noms ni le reste n’y sont.",
    )  # fmt: skip
    return _ask(
        request, record, step, ExtractForm(_sent(request), minutes=record),
        lambda form: verbs.choose_extract(record, form.cleaned_data["passages"], by=request.membership),
    )  # fmt: skip


@require_POST
def comment(request, pk: int, passage: int):
    """Write a remark on a passage; at fault, the page comes back with what was typed."""
    record = minutes_for(request, pk)
    passage = get_object_or_404(record.passages, pk=passage)
    form = CommentForm(request.POST, prefix=f"p{passage.pk}")
    if form.is_valid():
        try:
            verbs.comment(passage, form.cleaned_data["text"], by=request.membership)
        except RefusedError as refusal:
            form.add_error("text", refusal.message)
        else:
            messages.success(request, "Votre remarque est enregistrée.")
            return redirect("minutes", pk)
    return page(request, record, status=422, comments={passage.pk: form})


@keeper_only
@require_POST
def resolve(request, record: Minutes, remark: int):
    """Say that a remark is dealt with, and what was made of it."""
    remark = get_object_or_404(Comment.objects.filter(passage__minutes=record).select_related("passage"), pk=remark)
    form = AnswerForm(request.POST, prefix=f"r{remark.pk}")
    if form.is_valid():
        try:
            verbs.resolve(remark, form.cleaned_data["answer"], by=request.membership)
        except RefusedError as refusal:
            messages.error(request, french(refusal.message))
        else:
            messages.success(request, "La remarque est traitée.")
        return redirect("minutes", record.meeting_id)
    return page(request, record, status=422, answers={remark.pk: form})
