"""The way out of a mail, without signing in."""

from django.urls import path

from portal.notifications.views.unsubscription import unsubscribe

urlpatterns = [path("desabonnement/<str:token>/", unsubscribe, name="unsubscribe")]
