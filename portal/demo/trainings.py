"""The catalogue of the demonstration. Run twice, nothing doubles: a training that is there stays as it is."""

import datetime
from itertools import cycle

from django.utils import timezone

from events import seats
from events.models.seats import State
from portal.demo.content.trainings import SAID, SAID_LATER, TRAININGS, Course, Held
from portal.demo.days import FRIDAY, at, working_day
from portal.demo.directory import member_called
from portal.design.typography import french
from portal.documents.models import Document
from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership, Tenant
from trainings import attendance, services
from trainings.attendance import Mark, Tick
from trainings.evaluating import CAME, answer, due
from trainings.models import Session, Training
from trainings.models.evaluations import When
from trainings.registering import employers_of
from trainings.services import HalfDayPlan, Kept

TEXTS = ("summary", "aims", "programme", "method", "prerequisites", "for_whom", "accessibility")
OPEN = Session.State.OPEN


def load_trainings(tenant: Tenant, today: datetime.date) -> None:
    """Write the catalogue of ``tenant``; inside its context, once its people and its library are there."""
    for course in TRAININGS[tenant.slug]:
        if not Training.objects.filter(slug=course.slug).exists():
            training = _put(tenant, course)
            for held in course.sessions:
                _hold(tenant, training, held, today, by=member_called(tenant, course.by))


def _put(tenant: Tenant, course: Course) -> Training:
    reach = Audience.Reach.CHOSEN if course.kinds else Audience.Reach.PROFESSIONALS
    training = Training.objects.create(
        audience=Audience.objects.create(reach=reach, kinds=list(course.kinds)), slug=course.slug,
        title=french(f"{course.title} (exemple)"), hours=course.hours, contact_name=course.contact,
        institute=Organisation.objects.get(name=course.institute), is_public=course.is_public,
        is_published=course.is_published, created_by=member_called(tenant, course.by).user,
        **{name: french(getattr(course, name)) for name in TEXTS},
    )  # fmt: skip
    for title in course.documents:
        training.documents.add(*Document.objects.filter(title__startswith=title))
    return training


def _hold(tenant: Tenant, training: Training, held: Held, today: datetime.date, *, by: Membership) -> None:
    half_days = _half_days(tenant, held, today)
    begins = timezone.localdate(half_days[0].starts_at)
    fields = {
        "capacity": held.capacity, "least": held.least, "most_per_organisation": held.most_per_organisation,
        "place": held.place, "address": held.address, "commune_id": held.commune or None, "note": french(held.note),
        "opens_at": at(_day(today, held.opens), datetime.time(9)) if held.opens else None,
        "closes_at": at(begins - datetime.timedelta(days=held.closes), datetime.time(18)),
        "needs_approval": held.needs_approval,
    }  # fmt: skip
    kept = [Kept(kind, count, begins - datetime.timedelta(days=days)) for kind, count, days in held.kept]
    session = services.schedule(training, half_days, fields, kept=kept)
    if held.state == Session.State.DRAFT:
        return
    session.state = OPEN  # nobody is told of what was always there
    session.save()
    _sign_up(tenant, session, held)
    if held.state == Session.State.DONE:
        _attend(session, by)
        _evaluate(session, held)
        return
    session.state, session.reason = held.state, french(held.reason)
    session.save()


def _attend(session: Session, by: Membership) -> None:
    """Tick everybody and end the session: the second missed its last half-day, the last never came."""
    half_days = list(session.half_days.order_by("starts_at"))
    rows = list(session.seats.filter(state=State.TAKEN).order_by("asked_at", "pk"))
    for half_day in half_days:
        ticks = []
        for n, row in enumerate(rows):
            is_away = n == 1 and half_day == half_days[-1]
            mark = Mark.EXCUSED if is_away else Mark.ABSENT if n > 1 and n == len(rows) - 1 else Mark.PRESENT
            ticks.append(Tick(row.pk, mark, half_day.starts_at + datetime.timedelta(minutes=10)))
        attendance.mark(half_day, ticks, by=by, now=session.ends_at)
    attendance.conclude(services.close(session), rows, by=by, now=session.ends_at)


def _evaluate(session: Session, held: Held) -> None:
    """Answer for the last ones of those who came; none of them signs."""
    came = list(session.seats.filter(CAME).order_by("asked_at", "pk"))
    for when, count, said in ((When.AT_ONCE, held.opinions, SAID), (When.LATER, held.later, SAID_LATER)):
        for row, words in zip(came[len(came) - count :], cycle(said), strict=False):
            answer(row, when, words, is_signed=False, now=due(session, when))


def _day(today: datetime.date, number: int) -> datetime.date:
    return working_day(today + datetime.timedelta(days=number), last=FRIDAY)


def _half_days(tenant: Tenant, held: Held, today: datetime.date) -> list[HalfDayPlan]:
    trainer = member_called(tenant, held.trainer) if held.trainer.islower() else None
    name = "" if trainer else held.trainer
    days, found = [], []
    for number in held.days:
        day = _day(today, number)
        while day in days:
            day = working_day(day + datetime.timedelta(days=1), last=FRIDAY)
        days.append(day)
        for hours in held.hours:
            start, end = (at(day, datetime.time.fromisoformat(hour.zfill(5))) for hour in hours.split("-"))
            found.append(HalfDayPlan(start, end, "", trainer, name))
    return sorted(found, key=lambda plan: plan.starts_at)


def _sign_up(tenant: Tenant, session: Session, held: Held) -> None:
    """Sign people up, as of the day before it closed where it has."""
    before = min(timezone.now(), session.closes_at - datetime.timedelta(days=1))
    for name in held.coming:
        member = member_called(tenant, name)
        seats.ask(
            session, member, now=before, is_to_approve=session.needs_approval, by=member.user,
            fields=_employer(member) | {"signed_up_by": member.user},
        )  # fmt: skip


def _employer(member: Membership) -> dict:
    works = employers_of(member)
    return {"organisation": works[0], "organisation_kind": works[0].kind} if works else {}
