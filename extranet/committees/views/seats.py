"""Who sits: organisations, and the persons to whom each gave a mandate."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from extranet.committees import members
from extranet.committees.keeping_forms import EndForm, MandateForm, SeatForm
from extranet.committees.models import Committee, Mandate, Member
from extranet.committees.views.kept import LARGEST, ask_then_do, done, drawn, keeps, kept_committee, posted
from portal.organisations.people import members_to_choose
from portal.tenancy.services import RefusedError


@ask_then_do
@keeps(kept_committee)
def seats(request, committee: Committee):
    """Those who sit, those who sat, and one more organisation."""
    form = SeatForm(posted(request), committee=committee)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            member = members.seat(
                committee, said["organisation"], is_observer=form.is_observer, on=said["on"], by=request.user
            )
        except RefusedError as refusal:
            form.add_error("organisation", refusal)
        else:
            verb = "observe" if member.is_observer else "siège"
            words = f"{member} {verb}. Dites par qui."
            return done(request, words, "committee_mandate_give", committee.slug, member.pk)
    rows = Member.objects.filter(committee=committee).select_related("organisation")
    mandates = Prefetch("mandates", Mandate.objects.select_related("membership__user"))
    rows, today = list(rows.prefetch_related(mandates)), timezone.localdate()
    for member in rows:
        member.held = [each for each in member.mandates.all() if not each.ended_on or each.ended_on >= today]
        member.past = [each for each in member.mandates.all() if each not in member.held]
    seated = [each for each in rows if not each.ended_on or each.ended_on >= today]
    context = {
        "committee": committee, "form": form, "seated": seated, "today": today,
        "voting": sum(not each.is_observer for each in seated), "gone": [each for each in rows if each not in seated],
    }  # fmt: skip
    return drawn(request, "committee_members", context, form)


@ask_then_do
@keeps(kept_committee)
def unseat(request, committee: Committee, member: int):
    member, form = _member(committee, member), EndForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            members.unseat(member, on=form.cleaned_data["on"], by=request.user)
        except RefusedError as refusal:
            form.add_error("on", refusal)
        else:
            return done(request, f"La fin du siège de {member} est enregistrée.", "committee_members", committee.slug)
    return drawn(request, "committee_unseat", {"committee": committee, "member": member, "form": form}, form)


@ask_then_do
@keeps(kept_committee)
def give(request, committee: Committee, member: int):
    member = _member(committee, member)
    people = members_to_choose(request.tenant)
    url = reverse("committee_people", args=[committee.slug])
    form = MandateForm(posted(request), people=people, suggest_url=url)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            members.give(member, said["person"], Mandate.Kind(said["kind"]), on=said["on"], by=request.user)
        except RefusedError as refusal:
            form.add_error("on" if said["on"] < member.started_on else "person", refusal)
        else:
            words = f"{said['person'].user} siège pour {member}."
            return done(request, words, "committee_members", committee.slug)
    return drawn(request, "committee_mandate_give", {"committee": committee, "member": member, "form": form}, form)


@ask_then_do
@keeps(kept_committee)
def end(request, committee: Committee, mandate: int):
    rows = Mandate.objects.filter(member__committee=committee, ended_on=None)
    mandate = get_object_or_404(
        rows.select_related("member__organisation", "member__committee__circle", "membership__user"),
        pk=min(mandate, LARGEST),
    )
    form = EndForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            members.end(mandate, on=form.cleaned_data["on"], by=request.user)
        except RefusedError as refusal:
            form.add_error("on", refusal)
        else:
            words = f"La fin du mandat de {mandate.membership.user} est enregistrée."
            return done(request, words, "committee_members", committee.slug)
    return drawn(request, "committee_mandate_end", {"committee": committee, "mandate": mandate, "form": form}, form)


def _member(committee: Committee, pk: int) -> Member:
    rows = Member.objects.filter(committee=committee, ended_on=None).select_related("organisation", "committee__circle")
    return get_object_or_404(rows, pk=min(pk, LARGEST))
