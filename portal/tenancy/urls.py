"""The public address of an invitation."""

from django.urls import path

from portal.tenancy.views.invitations import invitation

urlpatterns = [path("invitation/<str:token>/", invitation, name="invitation")]
