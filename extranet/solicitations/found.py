"""What everybody may read of solicitations: who may ask, how and what follows, in the plan, the sitemap and on the page
of each platform.
"""

from portal.pages import said_of_platforms
from portal.pages.public_addresses import PublicAddress, add_address
from portal.pages.said_of_platforms import Said
from portal.tenancy.models import Module

SOLICITATIONS = Module.SOLICITATIONS

add_address(PublicAddress("solicitation_ways", "Solliciter la plateforme", order=45, module=SOLICITATIONS))
said_of_platforms.add(Said("solicitations/_said_of_platform.html", order=10, module=SOLICITATIONS))
