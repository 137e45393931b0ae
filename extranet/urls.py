"""The members' space: every address below ``/extranet/`` asks for a membership of this tenant."""

from django.urls import include, path

from extranet.access import urls as access_urls
from extranet.dashboard import urls as dashboard_urls
from extranet.directory import team_urls
from extranet.directory import urls as directory_urls
from extranet.library import urls as library_urls
from extranet.personal_data import urls as personal_data_urls
from portal.notifications import member_urls as notifications_urls

urlpatterns = [
    path("", include(dashboard_urls)),
    path("annuaire/", include(directory_urls)),
    path("mon-equipe/", include(team_urls)),
    path("bibliotheque/", include(library_urls)),
    path("mes-donnees/", include(personal_data_urls)),
    path("notifications/", include(notifications_urls)),
    path("gestion/demandes/", include(access_urls)),
]
