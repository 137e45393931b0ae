"""Many solicitations of the months before, put there at once: figures are told of what is over."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from extranet.solicitations.models import Solicitation, State, Support
from extranet.solicitations.models.lists import Difficulty, Situation, Urgency
from portal.organisations.models import Organisation
from portal.territories.models import Commune, Platform
from tests.extranet.solicitations import making

TODAY = datetime.date(2026, 11, 23)
"""The day of the tests that count."""
ANSWERED = {State.SUPPORTED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP}
REASONS = {State.REFUSED: {"refusal_reason": "capacite"}, State.NO_FOLLOW_UP: {"end_reason": "resolue"}}
GOES_TO = {"destination": "Service", "destination_contact": "Accueil"}


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def put(
    count: int, platform: Platform, *, day: datetime.date = datetime.date(2026, 3, 10), state: State = State.RECEIVED,
    waited: int = 4, **others,
) -> list[Solicitation]:  # fmt: skip
    """Put ``count`` solicitations, received on ``day`` and answered ``waited`` days after if they are."""
    answered = at(day) + datetime.timedelta(days=waited) if state in ANSWERED else None
    fields = making.fields(informed_on=day) | REASONS.get(state, {})
    fields |= (GOES_TO if state == State.REDIRECTED else {}) | others
    commune = Commune.objects.get(code=making.LENS)
    rows = [
        Solicitation(
            tenant=platform.tenant, platform=platform, commune=commune, state=state, created_at=at(day, 8),
            submitted_at=at(day), answered_at=answered, waiting_since=None if answered else at(day), **fields,
        )
        for _ in range(count)
    ]  # fmt: skip
    return Solicitation.objects.bulk_create(rows)


def support(rows: Iterable[Solicitation], *, ended: datetime.date | None = None, **others) -> list[Support]:
    """Set up a support for each, of access and ended with a dwelling unless others say so."""
    organisation = Organisation.objects.order_by("pk").first()
    fields = {"kind": Support.Kind.ACCESS, "starts_on": datetime.date(2026, 4, 1)} | others
    if ended:
        fields = {"ended_on": ended, "outcome": Support.Outcome.HOUSED} | fields
    return Support.objects.bulk_create(
        [Support(tenant=row.tenant, solicitation=row, organisation=organisation, **fields) for row in rows]
    )


def platforms() -> list[Platform]:
    return list(Platform.objects.order_by("name"))


OF_EACH = 6
ENDS = (State.RECEIVED, State.SUPPORTED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP)


def large() -> None:
    """Put thirty to each platform: six for each thing that they may become, of three situations and urgencies."""
    for platform in platforms():
        for n, state in enumerate(ENDS):
            rows = put(
                OF_EACH, platform, day=datetime.date(2026, (2, 3, 5, 6, 9)[n], 10), state=state,
                situation=(Situation.GUEST, Situation.STREET, Situation.OWNER)[n // 2],
                difficulties=[Difficulty.ACCESS if n < 2 else Difficulty.HEALTH],
                urgency=(Urgency.DAYS, Urgency.MONTH, Urgency.USUAL)[n // 2],
            )  # fmt: skip
            if state == State.SUPPORTED:
                support(rows)
