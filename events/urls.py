"""Below ``/agenda/``, for everybody; and, for members, what comes below ``/extranet/``."""

from django.urls import path

from events.views import agenda, answers, events, feeds, responding, sign_ups, subscriptions

urlpatterns = [
    path("", agenda.coming, name="agenda"),
    path("passes/", agenda.past, name="agenda_past"),
    path("mois/", agenda.month, name="agenda_this_month"),
    path("mois/<str:written>/", agenda.month, name="agenda_month"),
    path("semaine/", agenda.week, name="agenda_this_week"),
    path("semaine/<str:written>/", agenda.week, name="agenda_week"),
    path("<int:pk>/", events.event, name="event"),
    # signing up
    path("<int:pk>/reponse/", answers.answer, name="event_answer"),
    path("<int:pk>/collegue/", answers.colleague, name="event_colleague"),
    path("<int:pk>/collegue/a-inscrire/", answers.colleagues, name="event_colleagues"),
    path("repondre/<str:token>/", responding.respond, name="event_respond"),
    # feeds, for programs
    path("<int:pk>/evenement.ics", feeds.event_file, name="event_file"),
    path("flux.ics", feeds.public_feed, name="calendar_feed"),
    path("flux.rss", feeds.public_news, name="calendar_rss"),
    path("abonnement/<str:token>.ics", feeds.private_feed, name="calendar_private_feed"),
]

members_urlpatterns = [
    path("abonnements/", subscriptions.subscriptions, name="calendar_subscriptions"),
    path("abonnements/<int:pk>/supprimer/", subscriptions.revoke, name="calendar_subscription_revoke"),
    # signing up
    path("gestion/agenda/", sign_ups.coming, name="sign_up_dates"),
    path("gestion/agenda/<int:pk>/", sign_ups.sign_ups, name="sign_ups"),
    path("gestion/agenda/<int:pk>/inscriptions.csv", sign_ups.as_csv, name="sign_ups_csv"),
    path("gestion/agenda/<int:pk>/retirer/<int:sign_up>/", sign_ups.remove, name="sign_up_remove"),
]
