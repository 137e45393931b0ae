from django.urls import path, register_converter

from home.converters import CommuneCodeConverter
from home.questions.views import questions
from home.resources.views import resources
from home.views import contact, figures, finder, found, glossary, news, open_data, search, theme
from portal.pages import well_known

register_converter(CommuneCodeConverter, "commune_code")

urlpatterns = [
    path("trouver/", finder.find, name="finder"),
    path("trouver/suggestions/", finder.suggestions, name="finder_suggestions"),
    path("trouver/<commune_code:code>-<slug:slug>/", finder.commune, name="finder_commune"),
    path("recherche/", search.results, name="search"),
    path("contact/", contact.general, name="contact"),
    path("contact/message-envoye/", contact.sent, name="contact_sent"),
    path("contact/<slug:slug>/", contact.platform, name="contact_platform"),
    # Fixed, and before Wagtail's: the page of the news may move, its readers do not.
    path("actualites/flux.rss", news.rss, name="news_rss"),
    path("actualites/flux.atom", news.atom, name="news_atom"),
    path("ressources/", resources, name="resources"),
    path("questions-frequentes/", questions, name="questions"),
    path("donnees-ouvertes/", open_data.documentation, name="open_data"),
    path("api/plateformes/", open_data.platforms, name="api_platforms"),
    path("api/trouver/", open_data.find, name="api_find"),
    path("chiffres-cles/", figures.figures, name="figures"),
    path("api/chiffres/", figures.data, name="api_figures"),
    path("glossaire/", glossary.glossary, name="glossary"),
    path("plan-du-site/", found.site_plan, name="site_plan"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("partage/<slug:kind>/<slug:name>.png", found.shared_picture, name="shared_picture"),
    path("habillage/couleurs-<int:version>.css", theme.colours, name="tenant_theme"),
]
