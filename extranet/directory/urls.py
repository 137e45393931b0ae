"""Below ``/extranet/annuaire/``."""

from django.urls import path

from extranet.directory.views import circles, organisations, people

urlpatterns = [
    path("", organisations.directory, name="directory"),
    path("organisations/<int:pk>/", organisations.organisation, name="directory_organisation"),
    path("personnes/", people.people, name="directory_people"),
    path("personnes/<int:pk>/", people.person, name="directory_person"),
    path("mon-profil/", people.own_profile, name="own_profile"),
    path("cercles/", circles.circles, name="circles"),
    path("cercles/demandes/<int:pk>/", circles.join_request, name="join_request"),
    path("cercles/<slug:slug>/", circles.circle, name="circle"),
    path("cercles/<slug:slug>/rejoindre/", circles.join, name="circle_join"),
    path("cercles/<slug:slug>/quitter/", circles.leave, name="circle_leave"),
    path("cercles/<slug:slug>/membres/", circles.members, name="circle_members"),
    path("cercles/<slug:slug>/membres/a-ajouter/", circles.outsiders, name="circle_outsiders"),
    path("cercles/<slug:slug>/membres/<int:pk>/", circles.remove, name="circle_remove"),
    path("cercles/<slug:slug>/confier/", circles.hand_over, name="circle_hand_over"),
    path("cercles/<slug:slug>/confier/a-qui/", circles.insiders, name="circle_insiders"),
]
