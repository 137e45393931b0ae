"""« Mes formations »: what a member asked for, has, and had."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events.models.seats import LIVE, State
from events.seats import SeatError, rank_of, why_waiting
from portal.design.typography import french
from trainings import certificates, convocations, registering
from trainings.models import Certificate, Needs, Registration
from trainings.models.registrations import OPEN
from trainings.registration_forms import NeedsForm
from trainings.services import RefusedError

PAST_SHOWN = 100


def _theirs(membership):
    rows = Registration.objects.filter(membership=membership).select_related(
        "session__training__institute", "session__commune", "organisation"
    )
    return rows.prefetch_related("session__half_days")


@require_safe
def mine(request):
    """What one has ahead, then what one followed."""
    now = timezone.now()
    rows = _theirs(request.membership)
    coming = rows.filter(session__ends_at__gt=now).order_by("session__starts_at", "pk")
    past = rows.filter(session__ends_at__lte=now, state=State.TAKEN).order_by("-session__starts_at", "pk")
    past = past.prefetch_related("answered", Prefetch("certificates", Certificate.objects.valid(), to_attr="valid"))
    context = {
        "open": [each for each in coming if each.state in OPEN],
        "ended": [each for each in coming if each.state not in OPEN], "past": past[:PAST_SHOWN],
    }  # fmt: skip
    return render(request, "trainings/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request, pk: int):
    """One's own sign-up: where it stands, what one needs, and giving it up."""
    row = get_object_or_404(_theirs(request.membership), pk=pk)
    deed = DEEDS.get(request.POST.get("deed", "")) if request.method == "POST" else None
    if deed:
        try:
            deed(request, row)
        except (RefusedError, SeatError) as refusal:
            messages.error(request, french(refusal.message))
        return redirect("my_training", pk)
    needs = Needs.objects.filter(registration=row).first()
    form = NeedsForm(request.POST if request.method == "POST" else None, instance=needs)
    if request.method == "POST" and form.is_valid() and _may_say_needs(row):
        registering.say_needs(row, form.wishes(), by=request.membership)
        messages.success(request, "C’est noté : l’équipe qui organise la session en est informée.")
        return redirect("my_training", pk)
    context = {
        "row": row, "session": row.session, "form": form if _may_say_needs(row) else None,
        "rank": rank_of(row), "why": french(why_waiting(row) or "") if row.state == State.WAITING else "",
        "may_give_up": row.state in OPEN and row.session.starts_at > timezone.now(),
        "may_ask_again": row.state in (State.GIVEN_UP, State.LAPSED) and row.session.is_open_at(timezone.now()),
        "steps": row.steps.all(), "is_convened": convocations.may_have(row),
        "certificate": row.certificates.valid().first(), "why_no_certificate": certificates.why_none(row),
    }  # fmt: skip
    return render(request, "trainings/my_training.html", context, status=422 if form.errors else 200)


def _may_say_needs(row: Registration) -> bool:
    return row.state in (*LIVE, State.ASKED) and row.session.ends_at > timezone.now()


def _accept(request, row: Registration) -> None:
    registering.accept(row, by=request.membership)
    messages.success(request, "Votre place est retenue : un courriel vous le confirme.")


def _give_up(request, row: Registration) -> None:
    was = row.state
    registering.withdraw(row, by=request.membership)
    said = {State.TAKEN: "Votre place est rendue.", State.OFFERED: "La place est proposée à la personne suivante."}
    messages.success(request, french(said.get(was, "C’est noté : vous ne demandez plus de place.")))


DEEDS = {"accepter": _accept, "renoncer": _give_up}
