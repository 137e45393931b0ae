"""Circles: what they are for, who is in, who asks to come in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from extranet.directory import circles as verbs
from extranet.directory import perms
from extranet.directory.forms import AnswerForm, JoinForm
from extranet.directory.sections import ON_CIRCLES
from extranet.directory.views.organisations import PER_PAGE
from portal.design.typography import french
from portal.organisations.models import Circle, JoinRequest
from portal.organisations.people import (
    card_of,
    listed_in,
    members_of,
    members_to_choose,
    suggestions,
    whose_name_is_like,
)
from portal.organisations.searching import LONGEST, search
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 10  # people that a search proposes


@require_safe
def circles(request):
    """My circles, then the others that are described to all."""
    shown = Circle.objects.shown_to(request.membership).select_related("platform", "owner__user")
    mine = set(request.membership.circles.values_list("pk", flat=True))
    waiting = JoinRequest.objects.waiting().filter(membership=request.membership)
    context = {
        "mine": [each for each in shown if each.pk in mine],
        "others": [each for each in shown if each.pk not in mine],
        "asked": set(waiting.values_list("circle", flat=True)),
    }
    return render(request, "directory/circles.html", context)


@require_safe
def circle(request, slug: str):
    """The description for all; the members for the members."""
    shown, me = _circle(request, slug), request.membership
    requests = JoinRequest.objects.filter(circle=shown, membership=me).order_by("-created_at")
    context = {
        "circle": shown, "runs": perms.may_run(me, shown), "asks": perms.may_ask_to_join(me, shown),
        "is_member": shown.members.filter(pk=me.pk).exists(), "asked": requests.first(),
    }  # fmt: skip
    if perms.may_see_members(me, shown):
        context |= _members(request, shown)
        context["sections"] = ON_CIRCLES.of(shown, me)
    if context["runs"]:
        context["waiting"] = JoinRequest.objects.waiting().filter(circle=shown).select_related("membership__user")
    return render(request, "directory/circle.html", context)


@ask_then_do
def join(request, slug: str):
    shown = _circle(request, slug)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if not perms.may_ask_to_join(request.membership, shown):
        return redirect("circle", slug)
    if request.method == "POST" and form.is_valid():
        verbs.ask_to_join(shown, request.membership, **form.cleaned_data)
        messages.success(request, "Votre demande est envoyée.")
        return redirect("circle", slug)
    return render(request, "directory/join.html", {"circle": shown, "form": form})


@ask_then_do
def leave(request, slug: str):
    shown = _circle(request, slug)
    if request.method != "POST":
        return render(request, "directory/leave.html", {"circle": shown})
    return _do(request, shown, lambda: verbs.remove(shown, request.membership, by=request.membership),
               f"Vous avez quitté « {shown} ».", to=("circles",))  # fmt: skip


@ask_then_do
def join_request(request, pk: int):
    """Somebody asks to come in: accept, or refuse with a reason."""
    asked = get_object_or_404(JoinRequest.objects.select_related("circle", "membership__user"), pk=pk)
    _for_who_runs(request, asked.circle)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.answer(asked, accepts="accept" in request.POST, by=request.membership, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("reason", refusal)
        else:
            messages.success(request, "Votre réponse est envoyée.")
            return redirect("circle", asked.circle.slug)
    card = card_of(members_of(request.tenant).filter(pk=asked.membership_id).first() or _gone(asked.membership))
    context = {"asked": asked, "circle": asked.circle, "card": card, "form": form}
    return render(request, "directory/join_request.html", context, status=422 if form.errors else 200)


@ask_then_do
def members(request, slug: str):
    """Who runs a circle brings listed members in; the others ask for themselves."""
    shown = _circle(request, slug)
    _for_who_runs(request, shown)
    if request.method == "POST":
        newcomer = get_object_or_404(listed_in(request.tenant), pk=_number(request.POST.get("membership")))
        return _do(request, shown, lambda: verbs.add(shown, newcomer, by=request.membership),
                   f"{newcomer.user.get_full_name()} est membre du cercle.", to=("circle_members", slug))  # fmt: skip
    q = request.GET.get("q", "").strip()
    context = {"circle": shown, "q": q} | _members(request, shown)
    if q:
        outside = {each.pk: card_of(each) for each in listed_in(request.tenant).exclude(circles=shown)}
        keys = search(q, ((pk, card.searched) for pk, card in outside.items()))
        context |= {"found": [outside[pk] for pk in keys[:SHOWN]], "is_more": len(keys) > SHOWN}
    return render(request, "directory/circle_members.html", context)


@ask_then_do
def remove(request, slug: str, pk: int):
    shown = _circle(request, slug)
    _for_who_runs(request, shown)
    member = get_object_or_404(shown.members.select_related("user"), pk=pk)
    if request.method != "POST":
        return render(request, "directory/remove.html", {"circle": shown, "member": member})
    return _do(request, shown, lambda: verbs.remove(shown, member, by=request.membership),
               f"{member.user.get_full_name()} n’est plus membre du cercle.", to=("circle_members", slug))  # fmt: skip


@ask_then_do
def hand_over(request, slug: str):
    """One of its members, whom one looks for by name where they are many, will run it."""
    shown = _circle(request, slug)
    _for_who_runs(request, shown)
    others = _other_members(request, shown)
    if request.method == "POST":
        to = others.filter(pk=_number(request.POST.get("to"))).first()
        if to is None:
            return _choose_who_runs(request, shown, others, status=422)
        return _do(request, shown, lambda: verbs.hand_over(shown, to, by=request.membership),
                   f"{to.user.get_full_name()} anime désormais le cercle.")  # fmt: skip
    return _choose_who_runs(request, shown, others)


def _choose_who_runs(request, shown: Circle, others, status: int = 200):
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = whose_name_is_like(q, others) if q else list(others[: SHOWN + 1])
    context = {
        "circle": shown,
        "q": q,
        "found": found[:SHOWN],
        "is_more": len(found) > SHOWN,
        "is_refused": status != 200,
    }
    return render(request, "directory/hand_over.html", context, status=status)


@require_safe
def insiders(request, slug: str):
    """Those to whom the circle may be handed over, for the list under the field."""
    shown = _circle(request, slug)
    _for_who_runs(request, shown)
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], _other_members(request, shown)))


@require_safe
def outsiders(request, slug: str):
    """Those who may be brought in, for the list under the field."""
    shown = _circle(request, slug)
    _for_who_runs(request, shown)
    outside = listed_in(request.tenant).exclude(circles=shown)
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], outside))


def _other_members(request, shown: Circle):
    return members_to_choose(request.tenant).filter(circles=shown).exclude(pk=shown.owner_id)


def _members(request, shown: Circle) -> dict:
    page = Paginator(members_of(request.tenant).filter(circles=shown), PER_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "members": [card_of(each) for each in page]}


def _circle(request, slug: str) -> Circle:
    """Return a circle this member may know of, or 404. Who keeps the circles knows them all."""
    rows = Circle.objects.select_related("platform", "owner__user")
    if not perms.may_keep_circles(request.membership):
        rows = rows.shown_to(request.membership)
    return get_object_or_404(rows, slug=slug)


def _for_who_runs(request, shown: Circle) -> None:
    """404 for who may not know of the circle, 403 for who does not run it."""
    _circle(request, shown.slug)
    if not perms.may_run(request.membership, shown):
        raise PermissionDenied


def _gone(membership: Membership) -> Membership:
    """Return a former member as the cards read one."""
    membership.works_for, membership.user.coordinates_now = [], []
    return membership


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _do(request, shown: Circle, verb, done: str, to: tuple = ()):
    """Run a verb; say what it did, or why it refused."""
    try:
        verb()
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect("circle", shown.slug)
    messages.success(request, french(done))
    return redirect(*to or ("circle", shown.slug))
