"""Writing the agenda of a meeting: its items, their order, its parts; and answering what members propose."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from extranet.committees import agenda, proposals
from extranet.committees.meeting_forms import ItemForm, ProposalForm, SectionForm
from extranet.committees.models import Item, Meeting, Section
from extranet.committees.states import OPEN
from extranet.committees.views.kept import (
    LARGEST,
    ask_then_do,
    done,
    drawn,
    keeps,
    kept_meeting,
    posted,
    tried,
)  # fmt: skip
from portal.tenancy.services import RefusedError

AGENDA = "ordre-du-jour"
WAYS = {"haut": -1, "bas": 1}


@ask_then_do
@keeps(kept_meeting)
def add_item(request, meeting: Meeting):
    section = request.GET.get("partie", "")
    initial = {"section": section} if section.isdecimal() else {}
    return _item(request, Item(meeting=_open(meeting)), agenda.add_item, "Le point est à l’ordre du jour.", initial)


@ask_then_do
@keeps(kept_meeting)
def change_item(request, meeting: Meeting, item: int):
    return _item(request, _of(_open(meeting), Item, item), agenda.change_item, "Le point est enregistré.", {})


def _item(request, item: Item, verb, words: str, initial: dict):
    meeting, title = item.meeting, item.title  # the form writes into the item
    form = ItemForm(posted(request), instance=item, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            verb(form.instance, by=request.user)
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, words, "meeting_prepare", meeting.pk, anchor=AGENDA)
    return drawn(request, "item_edit", {"meeting": meeting, "form": form, "item": item, "title": title}, form)


@ask_then_do
@keeps(kept_meeting)
def remove_item(request, meeting: Meeting, item: int):
    item = _of(_open(meeting), Item, item)
    if request.method != "POST":
        return drawn(request, "item_remove", {"meeting": meeting, "item": item})
    words = f"« {item} » n’est plus à l’ordre du jour."
    return tried(request, lambda: agenda.remove_item(item, by=request.user), words,
                 "meeting_prepare", meeting.pk, anchor=AGENDA)  # fmt: skip


@require_POST
@keeps(kept_meeting)
def shift_item(request, meeting: Meeting, item: int):
    item, by_places = _of(_open(meeting), Item, item), WAYS.get(request.POST.get("vers"))
    if by_places is None:
        raise Http404
    words = f"« {item} » est {'remonté' if by_places < 0 else 'descendu'} d’un rang."
    return tried(request, lambda: agenda.shift(item, by_places), words, "meeting_prepare", meeting.pk,
                 anchor=f"point-{item.pk}")  # fmt: skip


@require_POST
@keeps(kept_meeting)
def mark_item(request, meeting: Meeting, item: int):
    """Note during the meeting that an item was treated, or was not after all."""
    item, is_treated = _of(meeting, Item, item), request.POST.get("traite") != "non"
    words = f"« {item} » est noté {'traité' if is_treated else 'à traiter'}."
    return tried(request, lambda: agenda.mark(item, is_treated=is_treated), words, "meeting_prepare", meeting.pk,
                 anchor=f"point-{item.pk}")  # fmt: skip


@ask_then_do
@keeps(kept_meeting)
def add_section(request, meeting: Meeting):
    section = Section(meeting=_open(meeting))
    return _section(request, section, lambda said: agenda.add_section(meeting, said), "La partie est ajoutée.")


@ask_then_do
@keeps(kept_meeting)
def rename_section(request, meeting: Meeting, section: int):
    section = _of(_open(meeting), Section, section)
    return _section(request, section, lambda said: agenda.rename_section(section, said), "La partie est enregistrée.")


def _section(request, section: Section, verb, words: str):
    meeting, title = section.meeting, section.title
    form = SectionForm(posted(request), instance=section)
    if form.is_bound and form.is_valid():
        try:
            verb(form.cleaned_data["title"])
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, words, "meeting_prepare", meeting.pk, anchor=AGENDA)
    return drawn(request, "section_edit", {"meeting": meeting, "form": form, "section": section, "title": title}, form)


@ask_then_do
@keeps(kept_meeting)
def remove_section(request, meeting: Meeting, section: int):
    section = _of(_open(meeting), Section, section)
    if request.method != "POST":
        return drawn(request, "section_remove", {"meeting": meeting, "section": section})
    return tried(request, lambda: agenda.remove_section(section), "La partie est retirée ; ses points restent.",
                 "meeting_prepare", meeting.pk, anchor=AGENDA)  # fmt: skip


@ask_then_do
@keeps(kept_meeting)
def answer(request, meeting: Meeting, proposal: int):
    """Take a proposal in, or say why not."""
    proposal = get_object_or_404(
        meeting.proposals.select_related("by__user", "member__organisation"), pk=min(proposal, LARGEST)
    )
    proposal.meeting = meeting
    form = ProposalForm(posted(request))
    if form.is_bound and form.is_valid():
        takes = "retenir" in request.POST
        try:
            if takes:
                proposals.take_in(proposal, by=request.membership)
            else:
                proposals.turn_down(proposal, form.cleaned_data["reason"], by=request.membership)
        except RefusedError as refusal:
            form.add_error("reason", refusal)
        else:
            words = f"« {proposal} » est à l’ordre du jour." if takes else "Votre réponse est envoyée."
            return done(request, words, "meeting_prepare", meeting.pk, anchor=AGENDA)
    context = {"meeting": meeting, "proposal": proposal, "form": form, "is_open": meeting.state in OPEN}
    return drawn(request, "proposal_answer", context, form)


def _open(meeting: Meeting) -> Meeting:
    """404 once nothing of the agenda changes any more: no page offers it."""
    if meeting.state not in OPEN:
        raise Http404
    return meeting


def _of(meeting: Meeting, model: type[Item] | type[Section], pk: int):
    row = get_object_or_404(model.objects.filter(meeting=meeting), pk=min(pk, LARGEST))
    row.meeting = meeting
    return row
