"""The way in, in the plan and the sitemap of each tenant."""

from portal.pages.public_addresses import PublicAddress, add_address

add_address(PublicAddress("access_ask", "Demander un accès à l’espace professionnel", order=50))
