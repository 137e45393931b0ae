"""The services of the public face, for those who lead somebody on to one of them from the members' space."""

from home.models import Service
from portal.territories.models import Platform
from portal.territories.services_offered import Offered, offers


@offers
def services(platform: Platform) -> list[Offered]:
    rows = Service.objects.around([platform]).order_by("name", "pk").values_list("pk", "name", "how")
    return [Offered(str(pk), name, how) for pk, name, how in rows]
