"""Making a committee, changing what it is, saying that it meets no more."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from extranet.committees import members, perms
from extranet.committees.keeping_forms import CommitteeForm
from extranet.committees.models import Committee
from extranet.committees.views.kept import ask_then_do, done, drawn, keeps, kept_committee, posted, tried
from portal.organisations.people import members_to_choose, suggestions
from portal.organisations.searching import LONGEST
from portal.tenancy.services import RefusedError


@ask_then_do
def create(request):
    if not perms.may_keep_all(request.membership):
        raise PermissionDenied
    form = _form(request, Committee(), reverse("committee_create_people"))
    if form.is_bound and form.is_valid():
        try:
            committee = members.found(form.instance, by=request.user)
        except RefusedError as refusal:
            form.add_error("name", refusal)
        else:
            words = f"« {committee} » est créé. Dites maintenant qui y siège."
            return done(request, words, "committee_members", committee.slug)
    return drawn(request, "committee_create", {"form": form}, form)


@ask_then_do
@keeps(kept_committee)
def edit(request, committee: Committee):
    name = committee.name  # the form writes into the committee
    form = _form(request, committee, reverse("committee_people", args=[committee.slug]))
    if form.is_bound and form.is_valid():
        try:
            members.change(form.instance, by=request.user)
        except RefusedError as refusal:
            form.add_error("name", refusal)
        else:
            return done(request, "Le comité est enregistré.", "committee_members", committee.slug)
    return drawn(request, "committee_edit", {"form": form, "committee": committee, "name": name}, form)


@ask_then_do
@keeps(kept_committee)
def close(request, committee: Committee):
    """It meets no more, or does again."""
    if request.method != "POST":
        return drawn(request, "committee_close", {"committee": committee})
    on = None if committee.closed_on else timezone.localdate()
    words = f"« {committee} » ne se réunit plus." if on else f"« {committee} » se réunit de nouveau."
    return tried(request, lambda: members.close(committee, on, by=request.user), words,
                 "committee_members", committee.slug)  # fmt: skip


@require_safe
def people(request):
    """Members, for the list under a field of a committee that is being made."""
    if not perms.may_keep_all(request.membership):
        raise PermissionDenied
    return _suggested(request)


@require_safe
@keeps(kept_committee)
def people_of_one(request, committee: Committee):
    """Members, for the list under a field of a committee that is kept."""
    return _suggested(request)


def _suggested(request):
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], members_to_choose(request.tenant)))


def _form(request, committee: Committee, suggest_url: str) -> CommitteeForm:
    people = members_to_choose(request.tenant)
    return CommitteeForm(posted(request), instance=committee, people=people, suggest_url=suggest_url)
