"""Below ``/agenda/``, for everybody; and, for members, what comes below ``/extranet/``."""

from django.urls import path

from events.views import agenda, answers, events, responding, sign_ups

urlpatterns = [
    path("", agenda.coming, name="agenda"),
    path("<int:pk>/", events.event, name="event"),
    # signing up
    path("<int:pk>/reponse/", answers.answer, name="event_answer"),
    path("<int:pk>/collegue/", answers.colleague, name="event_colleague"),
    path("<int:pk>/collegue/a-inscrire/", answers.colleagues, name="event_colleagues"),
    path("repondre/<str:token>/", responding.respond, name="event_respond"),
]

members_urlpatterns = [
    # signing up
    path("gestion/agenda/", sign_ups.coming, name="sign_up_dates"),
    path("gestion/agenda/<int:pk>/", sign_ups.sign_ups, name="sign_ups"),
    path("gestion/agenda/<int:pk>/inscriptions.csv", sign_ups.as_csv, name="sign_ups_csv"),
    path("gestion/agenda/<int:pk>/retirer/<int:sign_up>/", sign_ups.remove, name="sign_up_remove"),
]
