"""The lists of sessions: for who keeps the trainings, who acts on them, and for trainers, who read their own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from events import seats
from events.models.seats import State
from events.seats import SeatError
from portal.design.spreadsheets import XLSX, Sheet, write_csv, write_xlsx
from portal.design.typography import french
from portal.organisations.searching import LONGEST
from trainings import attendance, lists, perms, registering, telling
from trainings.models import Registration, Session
from trainings.models.registrations import OPEN
from trainings.registration_forms import MessageForm, WhyForm
from trainings.services import RefusedError

PER_PAGE = 30
MOST_AT_ONCE = 500


def runners_only(view):
    """Answer 403 to members who neither keep the trainings nor train; a trainer, to a session of others, 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not perms.may_keep(request.membership) and not perms.runs(request.membership).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@runners_only
@require_safe
def sessions(request):
    """The sessions to come, or those that are over, with how many asked, come, and wait."""
    now = timezone.now()
    is_past = request.GET.get("quand") == "passees"
    rows = lists.sessions(request.membership, now=now)
    rows = (
        rows.filter(ends_at__lte=now).order_by("-starts_at", "pk")
        if is_past
        else rows.filter(ends_at__gt=now).order_by("starts_at", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "is_past": is_past, "may_keep": perms.may_keep(request.membership)}
    return render(request, "trainings/sessions.html", context)


@runners_only
@require_safe
def registrations(request, pk: int):
    """The people of a session, narrowed in the address by their state and by words."""
    session = _session(request, pk)
    state, q = request.GET.get("etat", ""), request.GET.get("q", "").strip()[:LONGEST]
    state = state if state in State.values else ""
    counts = lists.counts_of(session)
    context = {
        "session": session, "lines": lists.lines_of(session, state=state, q=q), "state": state, "q": q,
        "counts": [(each, lists.LABELS[each], count) for each, count in counts.items()], "total": sum(counts.values()),
        "free": seats.free(session), "may_keep": perms.may_keep(request.membership),
        "is_asked": State.ASKED in counts, "is_over": session.ends_at <= timezone.now(),
        "cancelled": session.state == Session.State.CANCELLED,
        **attendance.day_of(session, request.membership),
    }  # fmt: skip
    return render(request, "trainings/registrations.html", context)


@runners_only
@require_safe
def as_csv(request, pk: int):
    """The list as a table that a spreadsheet opens and takes no formula from."""
    session = _session(request, pk)
    return _file(write_csv(lists.table_of(session)), "text/csv; charset=utf-8", f"{_name(session)}.csv")


@runners_only
@require_safe
def as_xlsx(request, pk: int):
    session = _session(request, pk)
    return _file(write_xlsx([Sheet("Inscriptions", lists.table_of(session))]), XLSX, f"{_name(session)}.xlsx")


@runners_only
@require_POST
def act(request, pk: int):
    """Do the same to several people: the first POST shows whom it is for and asks what is to be said."""
    session = _session(request, pk)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None or not perms.may_keep(request.membership):
        raise PermissionDenied
    chosen = {int(each) for each in request.POST.getlist("row") if each.isdecimal() and len(each) < 19}
    rows = session.seats.select_related("membership__user", "session").filter(pk__in=chosen, state__in=deed.states)
    rows = list(rows.order_by("asked_at", "pk")[:MOST_AT_ONCE])
    if not rows:
        messages.error(request, french(f"Cochez au moins une personne : {deed.for_whom}."))
        return redirect("registrations", pk)
    is_said = "is_said" in request.POST
    form = deed.form(request.POST if is_said else None) if deed.form else None
    if form and not (is_said and form.is_valid()):
        context = {"session": session, "rows": rows, "form": form, "deed": deed, "is_alone": len(rows) == 1}
        return render(request, "trainings/act.html", context, status=422 if form.errors else 200)
    _do_to_each(request, deed, rows, form.cleaned_data if form else {})
    return redirect("registrations", pk)


def _do_to_each(request, deed: "Deed", rows: list[Registration], said: dict) -> None:
    done = 0
    for row in rows:
        try:
            deed.do(row, by=request.membership, **said)
        except (RefusedError, SeatError) as refusal:
            messages.error(request, french(f"{row.membership.user} : {refusal.message}"))
        else:
            done += 1
    if done:
        messages.success(request, french(f"{deed.done} : {done} personne{'s' if done > 1 else ''}."))


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What is done to several people at once. ``for_whom`` says to whom it may be, ``states`` where they stand."""

    code: str
    label: str
    done: str
    states: tuple[str, ...]
    for_whom: str
    do: Callable
    form: type[forms.Form] | None = None


def _approve(row: Registration, *, by) -> None:
    registering.approve(row, by=by)


def _refuse(row: Registration, *, by, reason: str) -> None:
    registering.refuse(row, reason, by=by)


def _cancel(row: Registration, *, by, reason: str) -> None:
    registering.withdraw(row, by=by, reason=reason)


def _write(row: Registration, *, by, subject: str, text: str) -> None:
    telling.write(row, subject, text, by=by)


TO_APPROVE, UNDER_WAY = "une demande à valider", "une inscription en cours"
DEEDS = {
    deed.code: deed
    for deed in (
        Deed(code="valider", label="Valider les demandes", done="Demandes validées", states=(State.ASKED,),
             for_whom=TO_APPROVE, do=_approve),
        Deed(code="refuser", label="Refuser les demandes", done="Demandes refusées", states=(State.ASKED,),
             for_whom=TO_APPROVE, do=_refuse, form=WhyForm),
        Deed(code="annuler", label="Annuler les inscriptions", done="Inscriptions annulées", states=OPEN,
             for_whom=UNDER_WAY, do=_cancel, form=WhyForm),
        Deed(code="ecrire", label="Écrire un message", done="Message envoyé", states=OPEN,
             for_whom=UNDER_WAY, do=_write, form=MessageForm),
    )
}  # fmt: skip


def _session(request, pk: int) -> Session:
    rows = lists.sessions(request.membership, now=timezone.now())
    return get_object_or_404(rows.select_related("training__institute"), pk=pk)


def _name(session: Session) -> str:
    return f"inscriptions-{slugify(session.training.title)[:60] or session.pk}-{timezone.localdate(session.starts_at)}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
