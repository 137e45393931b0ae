"""How the pages of the catalogue, kept for visitors, follow the seats: a sign-up drops nothing else of the tenant.

The mark counts the seats that are held in the sessions to come, and adds up when each was given. A seat that is given
or freed, by whatever path, makes it another; whoever waits for one changes nothing that a visitor reads.
"""

import datetime

from django.db.models import CharField, Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Concat, Extract, Now

from portal.tenancy.counted import count_below
from trainings.models import Registration

CATALOGUE = "/formations/"
held = Registration.objects.holding().filter(tenant=OuterRef("tenant"), session__ends_at__gt=Now()).order_by()
given = Sum(Extract("changed_at", "epoch", tzinfo=datetime.UTC))
mark = Concat(Count("pk"), Value(" "), given, output_field=CharField())
count_below(CATALOGUE, Subquery(held.values("tenant").annotate(mark=mark).values("mark")))
