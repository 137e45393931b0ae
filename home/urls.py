from django.urls import path, register_converter

from home.converters import CommuneCodeConverter
from home.questions.views import questions
from home.resources.views import resources
from home.views import contact, finder, news, open_data, theme

register_converter(CommuneCodeConverter, "commune_code")

urlpatterns = [
    path("trouver/", finder.find, name="finder"),
    path("trouver/suggestions/", finder.suggestions, name="finder_suggestions"),
    path("trouver/<commune_code:code>-<slug:slug>/", finder.commune, name="finder_commune"),
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
    path("habillage/couleurs-<int:version>.css", theme.colours, name="tenant_theme"),
]
