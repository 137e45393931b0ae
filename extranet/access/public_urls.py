"""What somebody without an account reaches: asking for one, and following the request."""

from django.urls import path

from extranet.access.views import asking

urlpatterns = [
    path("", asking.ask, name="access_ask"),
    path("organisations/", asking.organisations, name="access_organisations"),
    path("confirmer/", asking.confirm, name="access_confirm"),
    path("suivi/<str:token>/", asking.follow, name="access_follow"),
]
