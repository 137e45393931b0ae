"""The fixed addresses of the public face, in the plan and the sitemap of each tenant."""

from portal.pages.public_addresses import PublicAddress, add_address, keep_robots_out

# Its answers are as many as what one may type: the page of each platform is what is to be found.
add_address(PublicAddress("finder", "Trouver la plateforme d’une commune", order=10, is_indexed=False))
add_address(PublicAddress("contact", "Nous écrire", order=40))
add_address(PublicAddress("figures", "Chiffres clés", order=44))
add_address(PublicAddress("resources", "Pour en savoir plus", order=46))
add_address(PublicAddress("questions", "Questions fréquentes", order=48))
add_address(PublicAddress("glossary", "Glossaire", order=50))
add_address(PublicAddress("search", "Recherche", order=60, is_indexed=False))
add_address(PublicAddress("open_data", "Données ouvertes", order=70))
add_address(PublicAddress("accessibility", "Accessibilité", order=80))
add_address(PublicAddress("accessibility_scheme", "Schéma pluriannuel d’accessibilité", order=81))
add_address(PublicAddress("legal_notice", "Mentions légales", order=82))
add_address(PublicAddress("personal_data_notice", "Données personnelles", order=83))
add_address(PublicAddress("cookies", "Cookies", order=84))
add_address(PublicAddress("site_plan", "Plan du site", order=90, is_in_plan=False))
keep_robots_out("/trouver/suggestions/")
