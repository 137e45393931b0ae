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
from trainings.models import Registration

CATALOGUE = "/formations/"
WAITS = (State.WAITING, State.ASKED)
rows = Registration.objects.filter(tenant=OuterRef("tenant"), session__ends_at__gt=Now()).exclude(state__in=WAITS)
moved = Sum(Extract("changed_at", "epoch", tzinfo=datetime.UTC))
mark = Concat(Count("pk"), Value(" "), moved, output_field=CharField())
count_below(CATALOGUE, Subquery(rows.order_by().values("tenant").annotate(mark=mark).values("mark")))
