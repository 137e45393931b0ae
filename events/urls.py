"""Below ``/agenda/``, for everybody; and, for members, what comes below ``/extranet/``."""

from django.urls import path

from events.views import agenda, events

urlpatterns = [
    path("", agenda.coming, name="agenda"),
    path("<int:pk>/", events.event, name="event"),
]

members_urlpatterns = []
