"""The only file that names every app's addresses, on a tenant's host."""

from django.conf import settings
from django.urls import include, path
from django.views.decorators.csp import csp_override
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from events import urls as events_urls
from extranet import urls as extranet_urls
from extranet.access import public_urls as access_urls
from extranet.committees import public_urls as committees_urls
from extranet.solicitations import public_urls as solicitations_urls
from home import urls as home_urls
from home.legal import urls as legal_urls
from portal.accounts import urls as accounts_urls
from portal.accounts.views.account import LogoutView
from portal.design import urls as design_urls
from portal.jobs import urls as jobs_urls
from portal.notifications import demo_urls as mailbox_urls
from portal.notifications import urls as notifications_urls
from portal.pages.media import serve_media
from portal.tenancy import urls as tenancy_urls
from portal.tenancy.decorators import members_only, open_to_all, staff_only, with_module
from portal.tenancy.models import Module
from portal.tenancy.screens import close_senseless_screens
from trainings import urls as trainings_urls

decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_override(settings.BACK_OFFICE_CSP))
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, staff_only)
close_senseless_screens(wagtailadmin_urls.urlpatterns)
decorate_urlpatterns(extranet_urls.urlpatterns, members_only)
decorate_urlpatterns(events_urls.urlpatterns, open_to_all)
decorate_urlpatterns(events_urls.members_urlpatterns, members_only)
decorate_urlpatterns([*events_urls.urlpatterns, *events_urls.members_urlpatterns], with_module(Module.CALENDAR))
decorate_urlpatterns(trainings_urls.urlpatterns, open_to_all)
decorate_urlpatterns(trainings_urls.members_urlpatterns, members_only)
decorate_urlpatterns([*trainings_urls.urlpatterns, *trainings_urls.members_urlpatterns], with_module(Module.TRAININGS))
decorate_urlpatterns(committees_urls.urlpatterns, open_to_all)
decorate_urlpatterns(committees_urls.urlpatterns, with_module(Module.COMMITTEES))
decorate_urlpatterns(solicitations_urls.urlpatterns, open_to_all)
decorate_urlpatterns(solicitations_urls.urlpatterns, with_module(Module.SOLICITATIONS))

urlpatterns = [
    path("", include(home_urls)),
    path("", include(legal_urls)),
    path("", include(jobs_urls)),
    path("", include(notifications_urls)),
    path("", include(tenancy_urls)),
    path("agenda/", include(events_urls)),
    path("comites/", include(committees_urls)),
    path("compte/", include(accounts_urls)),
    path("demander-un-acces/", include(access_urls)),
    path("extranet/", include(events_urls.members_urlpatterns)),
    path("extranet/", include(trainings_urls.members_urlpatterns)),
    path("extranet/", include(extranet_urls)),
    path("formations/", include(trainings_urls)),
    path("habillage/", include(design_urls)),
    path("solliciter/", include(solicitations_urls)),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/logout/", LogoutView.as_view()),  # one way out: whoever came by ProConnect leaves it too
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:path>", serve_media, name="media"),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]

if settings.DEMO:
    urlpatterns.insert(0, path("", include(mailbox_urls)))

if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.insert(0, path("__debug__/", include("debug_toolbar.urls")))
