"""Below ``/agenda/``, for everybody; and, for members, what comes below ``/extranet/``."""

from django.urls import path

from events.views import agenda, events

urlpatterns = [
    path("", agenda.coming, name="agenda"),
    path("passes/", agenda.past, name="agenda_past"),
    path("mois/", agenda.month, name="agenda_this_month"),
    path("mois/<str:written>/", agenda.month, name="agenda_month"),
    path("semaine/", agenda.week, name="agenda_this_week"),
    path("semaine/<str:written>/", agenda.week, name="agenda_week"),
    path("<int:pk>/", events.event, name="event"),
]

members_urlpatterns = []
