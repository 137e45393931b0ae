"""What the coordinator of the platform does: set up a support, name and relieve. And the list of supports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from extranet.solicitations import charges, perms, supports_shown
from extranet.solicitations import supports as verbs
from extranet.solicitations.models import Charge, State, Support
from extranet.solicitations.support_forms import BeginForm, HandOverForm, ListForm
from extranet.solicitations.views.support_found import ask_then_do, back, done, drawn, found, kept_by, posted
from portal.design.typography import french
from portal.organisations.people import suggestions, with_employers
from portal.organisations.searching import LONGEST

PER_PAGE = 30


@require_safe
def supports(request):
    """Those of which one is the referent or the deputy; for a coordinator, those of their platforms too."""
    coordinates = supports_shown.coordinates(request.membership)
    filters = ListForm(request.GET, coordinates=coordinates)
    narrowing = filters.narrowing()
    page = Paginator(supports_shown.listed(request.membership, **narrowing), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page, "rows": supports_shown.rows_of(page.object_list), "filters": filters.shown(),
        "is_narrowed": bool(narrowing), "state": narrowing.get("state", ""), "coordinates": coordinates,
    }  # fmt: skip
    return render(request, "solicitations/supports.html", context)


@ask_then_do
def begin(request, reference: str):
    solicitation = found(request, reference)
    if not perms.may_answer(request.membership, solicitation):
        raise PermissionDenied
    if solicitation.state != State.STUDIED:
        words = f"Cette sollicitation est « {solicitation.get_state_display()} » : un accompagnement suit une étude."
        messages.info(request, french(words))
        return back(solicitation)
    url = reverse("solicitation_support_people", args=[reference])
    form = BeginForm(posted(request), people=_people(request), suggest_url=url)

    def begin_it(said):
        verbs.begin(solicitation, form.support(), referent=said["referent"], deputy=said["deputy"], text=said["text"],
                    by=request.membership)  # fmt: skip

    words = "L’accompagnement est mis en place : le partenaire et les personnes nommées sont prévenus."
    answer = done(request, form, begin_it, words, lambda: back(solicitation))
    return answer or drawn(request, "support_create", solicitation, form)


@ask_then_do
@kept_by(perms.may_answer)
def hand_over(request, support: Support, role: str):
    if role not in Charge.Role.values:
        raise Http404
    solicitation, role = support.solicitation, Charge.Role(role)
    held = list(support.charges.select_related("membership__user"))
    holder = supports_shown.holder(held, role, timezone.localdate())
    planned = [each for each in held if each.role == role and each.starts_on > timezone.localdate()]
    url = reverse("solicitation_support_people", args=[solicitation.reference])
    relieved = holder or next(iter(planned), None)
    form = HandOverForm(posted(request), holder=relieved, people=_people(request), suggest_url=url)

    def give(said):
        charges.hand_over(
            support, role, said["person"], on=said["on"], reason=said.get("reason", ""), by=request.membership
        )

    answer = done(request, form, give, "Le relais est enregistré.", lambda: back(solicitation))
    return answer or drawn(
        request, "support_hand_over", solicitation, form, role=role, holder=holder, planned=planned,
        is_referent=role == Charge.Role.REFERENT,
    )  # fmt: skip


@require_safe
def people(request, reference: str):
    """Members who may be named, for the list under a field in which one is looked for."""
    if not perms.may_answer(request.membership, found(request, reference)):
        raise PermissionDenied
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], _people(request)))


def _people(request):
    return with_employers(charges.people_to_name(request.tenant))
