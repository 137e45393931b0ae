"""Below ``/extranet/notifications/``."""

from django.urls import path

from portal.notifications.views.preferences import preferences

urlpatterns = [path("", preferences, name="notification_preferences")]
