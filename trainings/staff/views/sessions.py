"""The sessions of a training: one more, what it says, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import ModelLogEntry

from events.seats import SeatError
from events.staff.drawing import Foreseen, form_screen, is_confirmed, is_sent
from events.staff.meanwhile import STAMP, as_read, differences, stamp_of, who
from portal.design.typography import french
from trainings import keeping, services
from trainings.models import Session, Training
from trainings.services import RefusedError, StaleError
from trainings.staff import said
from trainings.staff.forms import FirstDayForm, ReasonForm, SessionForm
from trainings.staff.rows import COUNTS, HalfDays, KeptRows, Trainers, half_days, kept_rows
from trainings.staff.screens import ask, back_to, keepers_only, of_session, of_training, page_of, refuse, screen

State = Session.State


class Sheet:
    """The form of a session: what it says, its half-days, its seats kept."""

    def __init__(self, request: HttpRequest, *, session: Session | None = None, count: int = 2):
        posted = request.POST if request.method == "POST" else None
        self.is_posted = posted is not None
        known = [each.trainer for each in session.half_days.select_related("trainer")] if session else []
        self.trainers = Trainers(filter(None, known))
        self.form = SessionForm(posted, instance=session, for_user=request.user)
        self.half_days: HalfDays = half_days(posted, self.trainers, session=session, count=count)
        self.kept: KeptRows = kept_rows(posted, session=session)

    def is_sent_and_valid(self) -> bool:
        return self.is_posted and all([self.form.is_valid(), self.half_days.is_valid(), self.kept.is_valid()])

    def refuse(self, refusal: Exception) -> None:
        """Put what the service refuses beside its field, or before the form."""
        if isinstance(refusal, SeatError):
            self.form.add_error("capacity", french(refusal.message))
        elif isinstance(refusal, ValidationError):
            self.form.refuse(refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages})
        else:
            self.form.add_error(None, refusal.message)

    def shown(self) -> dict:
        """Return what ``session_form.html`` shows."""
        rows = [form for rows in (self.half_days, self.kept) for form in rows.forms]
        if self.is_posted:
            rows = [form for form in rows if not form.cleaned_data.get("DELETE")]
        return {
            "forms": [self.form, *rows], "session_form": self.form, "half_days": self.half_days, "kept": self.kept,
            "trainers": self.trainers.proposed,
        }  # fmt: skip


REFUSALS = (RefusedError, SeatError, ValidationError)


@keepers_only
@form_screen
@of_training
def add(request, training: Training):
    """A new session, as a draft; « ?demi-journees=4 » says how many half-days it is thought to have."""
    asked = request.GET.get("demi-journees", "")
    count = int(asked) if asked in map(str, COUNTS) else 2
    sheet = Sheet(request, count=count)
    if sheet.is_sent_and_valid():
        try:
            session = services.schedule(
                training, sheet.half_days.plans, sheet.form.details(), kept=sheet.kept.kept, by=request.user
            )
        except REFUSALS as refusal:
            sheet.refuse(refusal)
        else:
            _warn_of_names(request, sheet.half_days)
            return back_to(session, request, "La session est enregistrée en brouillon. Relisez, puis ouvrez-la.")
    return screen(
        request, "session_form", "Nouvelle session", training=training, counts=COUNTS, count=count, **sheet.shown()
    )


def _warn_of_names(request, rows: HalfDays) -> None:
    if names := rows.without_account:
        words = f"Sans compte ici : {', '.join(names)}. L’équipe relèvera elle-même les présences."
        messages.info(request, french(words))


@keepers_only
@form_screen
@of_session
def edit(request, session: Session):
    """Change a session; those who have a seat, or wait for one, are told of a date, an hour or a place that changes."""
    if session.state in (State.CANCELLED, State.DONE):
        return refuse(session, request, RefusedError(f"Cette session est {session.get_state_display()}."))
    sheet, shown = Sheet(request, session=session), {"stamp": stamp_of(session)}
    known = Session.objects.select_related("training", "commune").get(pk=session.pk)  # a form writes into the other
    if sheet.is_posted:
        shown["stamp"] = request.POST.get(STAMP, "")
        if sheet.is_sent_and_valid() and (answer := _change(request, known, sheet, shown)):
            return answer
    return screen(
        request, "session_form", "Modifier la session", session=known, people=said.people(known),
        is_told=known.state != State.DRAFT and known.seats.open().exists(), **sheet.shown(), **shown,
    )  # fmt: skip


def _change(request, known: Session, sheet: Sheet, shown: dict) -> HttpResponse | None:
    """Do it and answer; put what refuses beside its field and answer nothing."""
    try:
        services.change(
            known, sheet.form.details(), half_days=sheet.half_days.plans, kept=sheet.kept.kept, by=request.user,
            as_read=as_read(request),
        )  # fmt: skip
    except StaleError:
        shown |= {"stamp": stamp_of(known), "writer": who(known), "meanwhile": _meanwhile(known, sheet)}
    except REFUSALS as refusal:
        sheet.refuse(refusal)
    else:
        _warn_of_names(request, sheet.half_days)
        return back_to(known, request, "La session est enregistrée.")
    return None


def _meanwhile(known: Session, sheet: Sheet) -> list[str]:
    found = differences(sheet.form, known, list(sheet.form.fields))
    if keeping.plans_of(known) != sorted(sheet.half_days.plans, key=lambda plan: plan.starts_at):
        days = (f"{day} {hours}" for day, hours in said.hours_by_day(known.half_days.all()))
        found.append(french(f"Demi-journées : {' ; '.join(days)}"))
    kept = [str(each) for each in known.kept_seats.all()]
    if len(kept) != len(sheet.kept.kept):
        found.append(french(f"Places gardées : {', '.join(kept) or 'aucune'}"))
    return found or [french("Rien d’autre que ce que vous écrivez.")]


@keepers_only
@require_safe
@of_session
def session(request, session: Session):
    """All that is known of a session, what may be done with it, and what was."""
    half_days = session.half_days.select_related("trainer__user")
    history = ModelLogEntry.objects.for_instance(session).select_related("user").order_by("-timestamp", "-pk")
    return screen(
        request, "session", capfirst(said.when(session)), session=session, half_days=half_days,
        days=said.hours_by_day(half_days), kept=session.kept_seats.all(), people=said.people(session),
        history=history, has_seats=session.seats.exists(),
    )  # fmt: skip


def _verb(verb, words: str):
    """Return a screen that does ``verb`` to the session at once, and goes back to it."""

    @keepers_only
    @require_POST
    @of_session
    def done(request, session: Session):
        try:
            verb(session, by=request.user)
        except RefusedError as refusal:
            return refuse(session, request, refusal)
        return back_to(session, request, words)

    return done


open_sign_up = _verb(services.open_sign_up, "La session est ouverte aux inscriptions : le catalogue la montre.")
withdraw = _verb(services.withdraw, "La session est de nouveau un brouillon : personne ne la voit plus.")
confirm = _verb(services.confirm, "La session est confirmée : les personnes inscrites le savent.")
restore = _verb(services.restore, "La session se tient finalement : qui avait une place l’a encore, et le sait.")


@keepers_only
@form_screen
@of_session
def cancel(request, session: Session):
    """Cancel a session, saying why, once who is told was read."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel(session, form.cleaned_data["reason"], by=request.user)
        except RefusedError as refusal:
            return refuse(session, request, refusal)
        return back_to(session, request, "La session est annulée : les personnes concernées le savent.")
    return screen(
        request, "cancel", "Annuler la session", session=session, forms=[form], form=form, people=said.people(session),
        is_told=session.seats.open().exists(),
    )  # fmt: skip


@keepers_only
@form_screen
@of_session
def duplicate(request, session: Session):
    """The same session from another day, as a draft without anybody."""
    form = FirstDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.duplicate_session(session, form.cleaned_data["first_day"], by=request.user)
        except REFUSALS as refusal:
            form.add_error("first_day", getattr(refusal, "message", None) or refusal.messages)
        else:
            return back_to(made, request, "Voici la copie, en brouillon. Personne n’y est inscrit.")
    half_days = said.hours_by_day(session.half_days.all())
    return screen(
        request, "duplicate_session", "Dupliquer la session", session=session, forms=[form], form=form, days=half_days
    )


@keepers_only
@form_screen
@of_session
def drop(request, session: Session):
    """Erase a draft of a session."""
    foreseen, training = Foreseen(), session.training
    foreseen.say(f"Session {said.when(session)} : ce brouillon est supprimé. Cela ne se défait pas.")
    if session.state != State.DRAFT or session.seats.exists():
        return refuse(session, request, RefusedError(keeping.NOT_A_DRAFT))
    if is_sent(request) and is_confirmed(request, foreseen):
        keeping.drop_session(session, by=request.user)
        messages.success(request, french("Le brouillon de session est supprimé."))
        return redirect(page_of(training))
    return ask(request, "Supprimer une session", foreseen, training=training, label="Supprimer")
