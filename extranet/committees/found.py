"""What everybody may read of the committees, in the plan and the sitemap of their tenant."""

from django.urls import reverse

from extranet.committees.views.extracts import public_extracts
from portal.pages.public_addresses import Listed, PublicAddress, add_address, listed
from portal.tenancy.models import Module

COMMITTEES = Module.COMMITTEES

add_address(PublicAddress("minutes_extracts", "Extraits des comptes rendus", order=25, module=COMMITTEES))


@listed("extracts", module=COMMITTEES)
def extracts() -> list[Listed]:
    rows = public_extracts().values_list("pk", "published_at")
    return [Listed(reverse("minutes_extract_page", args=[pk]), published_at) for pk, published_at in rows]
