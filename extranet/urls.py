"""The members' space: every address below ``/extranet/`` asks for a membership of this tenant."""

from django.urls import include, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from extranet.access import urls as access_urls
from extranet.committees import urls as committees_urls
from extranet.dashboard import urls as dashboard_urls
from extranet.directory import team_urls
from extranet.directory import urls as directory_urls
from extranet.library import urls as library_urls
from extranet.personal_data import urls as personal_data_urls
from extranet.solicitations import keeping_urls as solicitations_kept_urls
from extranet.solicitations import urls as solicitations_urls
from portal.notifications import member_urls as notifications_urls
from portal.tenancy.decorators import with_module
from portal.tenancy.models import Module

decorate_urlpatterns(committees_urls.urlpatterns, with_module(Module.COMMITTEES))
decorate_urlpatterns(solicitations_urls.urlpatterns, with_module(Module.SOLICITATIONS))

urlpatterns = [
    path("", include(dashboard_urls)),
    path("annuaire/", include(directory_urls)),
    path("mon-equipe/", include(team_urls)),
    path("bibliotheque/", include(library_urls)),
    path("comites/", include(committees_urls)),
    path("mes-donnees/", include(personal_data_urls)),
    path("notifications/", include(notifications_urls)),
    path("solliciter/", include(solicitations_urls)),
    path("gestion/demandes/", include(access_urls)),
    path("gestion/sollicitations/", include(solicitations_kept_urls)),
]
