"""Who is there: the screen that is ticked on a telephone, who came without a seat, and the end of the session."""

import datetime
import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from events import seats
from events.models.seats import State
from events.seats import SeatError
from events.words import day
from portal.design.typography import french, hour
from portal.organisations.people import whose_name_is_like
from portal.organisations.searching import LONGEST
from trainings import attendance, perms, registering
from trainings.attendance import Mark, Tick
from trainings.models import Attendance, HalfDay, Session
from trainings.services import RefusedError
from trainings.views.lists import runners_only

SHOWN = 30
MOST_AT_ONCE = 2000
LONGEST_QUEUE = 200_000  # bytes


@runners_only
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request, pk: int, half_day: int):
    """Tick who is there on a half-day: one line a person. As a form, what differs from what was shown is kept."""
    row = _half_day(request, pk, half_day)
    if request.method == "POST":
        _mark(request, row)
        return redirect("presence", pk, half_day)
    return render(request, "trainings/presence.html", _shown(request, row))


@runners_only
@require_POST
def ticks(request, pk: int, half_day: int):
    """Keep the ticks that a script sends, at once or once the connection is back; say what stands for each person.

    JSON: {"who": the membership that ticked, "ticks": [{"row", "mark", "age" in milliseconds}]}. 409 with the reason
    where nothing may be kept, or where another account is signed in by now.
    """
    row = _half_day(request, pk, half_day)
    try:
        who, found = _read(request.body)
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"why": "Ces pointages ne se lisent pas."}, status=400)
    if who != request.membership.pk:
        return JsonResponse({"why": "Ces pointages sont ceux d’un autre compte."}, status=409)
    try:
        stands, refused = attendance.mark(row, found, by=request.membership)
    except RefusedError as refusal:
        return JsonResponse({"why": refusal.message}, status=409)
    stands = {pk: {"mark": each.mark, "said": said(each)} for pk, each in stands.items()}
    now = timezone.localtime()
    return JsonResponse({"at": hour(now.hour, now.minute), "stands": stands, "refused": refused})


@runners_only
@require_POST
def finish(request, pk: int):
    """End the session: what became of each is said, and certificates are made."""
    session = _session(request, pk)
    try:
        attendance.finish(session, by=request.membership)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "La session est terminée : les certificats sont prêts.")
    return redirect("registrations", pk)


@runners_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk: int, half_day: int):
    """Sign up somebody who came without a seat: who keeps the trainings, where one is free."""
    row = _half_day(request, pk, half_day)
    if not perms.may_keep(request.membership):
        raise PermissionDenied
    people = perms.those_whom_may_sign_up(request.membership, row.session.training)
    people = people.exclude(pk__in=row.session.seats.filter(state=State.TAKEN).values("membership"))
    chosen = request.POST.get("membership", "")
    if request.method == "POST" and chosen.isdecimal() and len(chosen) < 19:
        return _add(request, row, get_object_or_404(people, pk=chosen))
    q = request.GET.get("q", "").strip()[:LONGEST]
    found = whose_name_is_like(q, people)[:SHOWN] if q else []
    now = timezone.now()
    closed = registering.why_closed(row.session, now, is_keeper=True, has_come=True)
    context = {
        "session": row.session, "half_day": row, "q": q, "found": found, "closed": french(closed),
        "is_over": row.session.is_over_at(now), "is_full": not seats.free(row.session),
    }  # fmt: skip
    return render(request, "trainings/came_without.html", context)


def _add(request, row: HalfDay, member):
    try:
        attendance.add(row.session, member, by=request.membership)
    except (RefusedError, SeatError) as refusal:
        messages.error(request, french(f"{member.user} : {refusal.message}"))
        return redirect("presence_add", row.session_id, row.pk)
    messages.success(request, french(f"{member.user} a une place : dites ici si la personne est venue."))
    return redirect("presence", row.session_id, row.pk)


def said(row: Attendance) -> str:
    """Return « enregistré à 9 h 12, Alice Martin », with its day where it was another one."""
    at = timezone.localtime(row.marked_at)
    when = "" if at.date() == timezone.localdate() else f"le {day(at.date(), has_year=False)} "
    by = f", {row.marked_by}" if row.marked_by else ""
    return f"enregistré {when}à {hour(at.hour, at.minute)}{by}"


def _mark(request, row: HalfDay) -> None:
    """Keep the ticks of the form that differ from those it showed: somebody else may have ticked meanwhile."""
    now, found = timezone.now(), []
    for name, mark in request.POST.items():
        kind, _, number = name.partition("-")
        is_tick = kind == "mark" and number.isdecimal() and len(number) < 19 and mark in Mark.values
        if is_tick and mark != request.POST.get(f"was-{number}"):
            found.append(Tick(int(number), mark, now))
    try:
        _, refused = attendance.mark(row, found, by=request.membership)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return
    for why in refused.values():
        messages.error(request, why)
    kept = len(found) - len(refused)
    many = "s" if kept > 1 else ""
    words = f"{kept} pointage{many} enregistré{many}." if kept else "Rien n’a changé."
    messages.success(request, french(words))


def _shown(request, row: HalfDay) -> dict:
    rows = Attendance.objects.filter(half_day=row).select_related("marked_by")
    known = {each.registration_id: each for each in rows}
    taken = row.session.seats.filter(state=State.TAKEN).select_related("membership__user", "organisation")
    taken = taken.order_by("membership__user__last_name__unaccent", "membership__user__first_name__unaccent", "pk")
    people = [(seat, known.get(seat.pk)) for seat in taken]
    return {
        "session": row.session, "half_day": row, "half_days": row.session.half_days.all(), "marks": Mark.choices,
        "people": [(seat, mark, said(mark) if mark else "") for seat, mark in people],
        "closed": french(attendance.why_not(row.session, row, request.membership, timezone.now())),
        "may_add": perms.may_keep(request.membership)
        and not registering.why_closed(row.session, timezone.now(), is_keeper=True, has_come=True),
        "there": sum(1 for _, mark in people if mark and mark.mark == Mark.PRESENT),
    }  # fmt: skip


def _read(body: bytes) -> tuple[int, list[Tick]]:
    """Return whose ticks these are, and the ticks, by our clock: a telephone's may be wrong, its intervals are not."""
    if len(body) > LONGEST_QUEUE:
        raise ValueError("Too long.")
    said, now = json.loads(body), timezone.now()
    found = [
        Tick(int(each["row"]), Mark(each["mark"]), now - datetime.timedelta(milliseconds=max(float(each["age"]), 0)))
        for each in said["ticks"][:MOST_AT_ONCE]
    ]
    return int(said["who"]), found


def _session(request, pk: int) -> Session:
    keeps = perms.may_keep(request.membership)
    rows = Session.objects.announced() if keeps else perms.runs(request.membership)
    return get_object_or_404(rows.select_related("training__audience", "training__institute", "commune"), pk=pk)


def _half_day(request, pk: int, half_day: int) -> HalfDay:
    row = get_object_or_404(HalfDay.objects.select_related("trainer__user"), pk=half_day, session=pk)
    row.session = _session(request, pk)
    return row
