"""Trainings by the hundred, made in bulk: sessions ahead and over, and those who signed up, with all that is kept."""

import datetime
import itertools

from django.utils import timezone

from events.models.seats import State
from portal.organisations.models import Organisation
from portal.territories.models import Commune
from trainings.models import (
    Attendance,
    Certificate,
    Evaluation,
    HalfDay,
    KeptSeats,
    Needs,
    Presence,
    Registration,
    Session,
)
from trainings.models.evaluations import When

LANDLORD = Organisation.Kind.LANDLORD
CAPACITY = 500
STATES = (State.TAKEN, State.TAKEN, State.TAKEN, State.WAITING, State.ASKED)


def many_sessions(trainings, count: int, *, is_over: bool, trainer=None) -> list[Session]:
    """Make sessions of two half-days, in turn of each training: in four weeks of next month, or of last year."""
    now = timezone.now().replace(day=1, hour=7, minute=0, second=0, microsecond=0)
    first = now.replace(year=now.year - 1) if is_over else (now + datetime.timedelta(days=31)).replace(day=1)
    commune = Commune.objects.order_by("pk").first()
    made = []
    for n, training in zip(range(count), itertools.cycle(trainings), strict=False):
        starts_at = first + datetime.timedelta(days=n % 28)
        made.append(
            Session(
                tenant_id=training.tenant_id, training=training, capacity=CAPACITY, commune=commune, place="Maison",
                starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=7),
                state=Session.State.DONE if is_over else Session.State.OPEN,
            )
        )  # fmt: skip
    sessions = Session.objects.bulk_create(made)
    HalfDay.objects.bulk_create(
        HalfDay(
            tenant_id=each.tenant_id, session=each, starts_at=at, ends_at=at + datetime.timedelta(hours=3),
            trainer=trainer,
        )
        for each in sessions
        for at in (each.starts_at, each.ends_at - datetime.timedelta(hours=3))
    )  # fmt: skip
    KeptSeats.objects.bulk_create(
        KeptSeats(tenant_id=each.tenant_id, session=each, kind=LANDLORD, count=450, until=each.starts_at)
        for each in sessions
    )
    return sessions


def many_sign_ups(sessions, people, organisations) -> None:
    """Sign everybody up for all these sessions; of those that are over, what everybody did and thought."""
    rows = Registration.objects.bulk_create(
        _sign_up(session, who, organisations[n % len(organisations)], n)
        for session in sessions
        for n, who in enumerate(people)
    )
    Needs.objects.bulk_create(
        Needs(tenant_id=row.tenant_id, registration=row, meals="Végétarien") for row in rows if not row.presence
    )
    over = [row for row in rows if row.presence]
    days = {}
    for each in HalfDay.objects.filter(session__in=sessions):
        days.setdefault(each.session_id, []).append(each)
    Attendance.objects.bulk_create(
        Attendance(tenant_id=row.tenant_id, registration=row, half_day=day, mark="presente", marked_at=day.starts_at)
        for row in over
        for day in days[row.session_id]
    )
    Certificate.objects.bulk_create(
        Certificate(
            tenant_id=row.tenant_id, registration=row, name="Nadia Lebrun", title=row.session.training.title,
            institute="Institut", hours=6, starts_on=row.session.starts_at, ends_on=row.session.ends_at,
        )
        for row in over
    )  # fmt: skip
    Evaluation.objects.bulk_create(
        Evaluation(
            tenant_id=row.tenant_id, session=row.session, when=When.AT_ONCE, overall=4, aims=4, useful=5,
            pace="juste", served="Le jeu de rôle.", signed_by=row.membership,
        )
        for row in over
    )  # fmt: skip


def _sign_up(session: Session, who, organisation: Organisation, n: int) -> Registration:
    is_over = session.state == Session.State.DONE
    return Registration(
        tenant_id=session.tenant_id, session=session, membership=who, organisation=organisation,
        organisation_kind=organisation.kind, state=State.TAKEN if is_over else STATES[n % len(STATES)],
        presence=Presence.PRESENT if is_over else "", signed_up_by=who.user,
    )  # fmt: skip
