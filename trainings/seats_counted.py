"""How the pages of the catalogue, kept for visitors, follow the seats: a sign-up drops nothing else of the tenant.

The mark adds up when each seat of the sessions to come was given or freed. What changes one, by whatever path, makes it
another, and it is never again what it was: a page drawn while a seat was given for a moment is shown to nobody after.
Whoever waits for a seat changes nothing that a visitor reads.
"""

import datetime

from django.db.models import CharField, Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Concat, Extract, Now

from events.models.seats import State
from portal.tenancy.counted import count_below
from trainings.models import Registration, Session

CATALOGUE = "/formations/"
WAITS = (State.WAITING, State.ASKED)
# Session by session, each by its index: the sign-ups of former years are not read at each request.
seats = Registration.objects.filter(session=OuterRef("pk")).exclude(state__in=WAITS).order_by().values("session")
moved = Sum(Extract("changed_at", "epoch", tzinfo=datetime.UTC))
coming = (
    Session.objects.filter(tenant=OuterRef("tenant"), ends_at__gt=Now())
    .order_by()
    .annotate(
        taken=Subquery(seats.annotate(total=Count("pk")).values("total")),
        moved=Subquery(seats.annotate(total=moved).values("total")),
    )
)
mark = Concat(Sum("taken"), Value(" "), Sum("moved"), output_field=CharField())
count_below(CATALOGUE, Subquery(coming.values("tenant").annotate(mark=mark).values("mark")))
