"""The catalogue: the trainings that a member may read about, and that answer to what was asked."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from events.agenda import Wish
from portal.organisations.models import Audience
from portal.organisations.searching import search
from portal.tenancy.models import Membership
from trainings.coming import Shown, coming_of
from trainings.models import Training


@dataclass(frozen=True)
class Line:
    """A training of the list, with its sessions to come."""

    training: Training
    sessions: list[Shown]

    @property
    def next_at(self) -> datetime.datetime | None:
        return next((each.session.starts_at for each in self.sessions if not each.is_cancelled), None)


def asked(membership: Membership | None, narrowing: dict, wish: Wish) -> list[Line]:
    """Return the trainings that answer, those that are held soonest first, then those without a date, by title."""
    rows = Training.objects.visible_to(membership).select_related("audience", "institute").order_by("title", "pk")
    if kind := narrowing.get("nature"):
        meant = Q(audience__reach=Audience.Reach.CHOSEN, audience__kinds__contains=[kind])
        rows = rows.filter(meant | ~Q(audience__reach=Audience.Reach.CHOSEN))
    found = list(rows)
    if words := narrowing.get("q"):
        keys = search(words, ((each.pk, f"{each.title} {each.summary} {each.institute.name}") for each in found))
        found = [each for each in found if each.pk in keys]
    sessions = coming_of(found)
    lines = [Line(each, _that_answer(sessions[each.pk], narrowing, wish)) for each in found]
    if narrowing.get("places") or wish.communes is not None:
        lines = [each for each in lines if each.sessions]
    late = timezone.now() + datetime.timedelta(days=100 * 366)
    return sorted(lines, key=lambda each: each.next_at or late)


def _that_answer(sessions: list[Shown], narrowing: dict, wish: Wish) -> list[Shown]:
    return [
        each
        for each in sessions
        if (not narrowing.get("places") or each.has_seats)
        and (wish.communes is None or each.session.commune_id in wish.communes)
    ]
