"""Below ``/extranet/mon-equipe/``: what a référent de structure does."""

from django.urls import path

from extranet.directory.views import team

urlpatterns = [
    path("", team.own_team, name="own_team"),
    path("<int:pk>/inviter/", team.invite, name="own_team_invite"),
    path("rattachements/<int:pk>/", team.end, name="own_team_end"),
    path("rattachements/<int:pk>/confirmer/", team.confirm, name="own_team_confirm"),
    path("invitations/<int:pk>/", team.invitation, name="own_team_invitation"),
]
