"""The attendance sheet: printed, then signed by half-day by who came and who trained."""

from collections.abc import Iterable

from django.utils import timezone

from events.models.seats import State
from events.words import when
from portal.design.papers import print_paper
from portal.pages.pictures import letterhead_of
from trainings.coming import place_of
from trainings.convocations import trainer_of
from trainings.models import HalfDay, Session

SPARE = 3
"""Empty lines, for who comes without a seat."""


def sheet_of(session: Session, half_days: Iterable[HalfDay]) -> bytes:
    """Print the sheets of half-days (PDF, A4 landscape), a page each at least, with who has a seat now, by name."""
    people = session.seats.filter(state=State.TAKEN).select_related("membership__user", "organisation")
    people = people.order_by("membership__user__last_name__unaccent", "membership__user__first_name__unaccent", "pk")
    names = [[str(row.membership.user), row.organisation.name if row.organisation else ""] for row in people]
    data = {
        "institute": session.training.institute.name, "spare": SPARE,
        "half-days": [
            {
                "when": when(each.starts_at, each.ends_at).capitalize(), "place": each.place or place_of(session),
                "trainer": trainer_of(each), "people": names,
            }
            for each in half_days
        ],
    }  # fmt: skip
    title = f"Feuille d’émargement : {session.training}"
    return print_paper("trainings/emargement", data, look=letterhead_of(session.tenant), title=title, at=timezone.now())
