"""The page of a solicitation, the answers of its platform, and the list of what a platform received."""

from django.urls import path

from extranet.solicitations.views import acting, guests, meetings, reading

ONE = "<reference:reference>"
ANSWERS = {
    "demander-un-complement": "solicitation_ask",
    "etudier": "solicitation_study",
    "reorienter": "solicitation_redirect",
    "refuser": "solicitation_refuse",
    "clore": "solicitation_end",
}

urlpatterns = [
    path("plateforme/", reading.solicitations_kept, name="solicitations_kept"),
    path(f"{ONE}/", reading.solicitation, name="solicitation"),
    *(path(f"{ONE}/{where}/", acting.act, {"name": name}, name=name) for where, name in ANSWERS.items()),
    path(f"{ONE}/inviter/", guests.invite, name="solicitation_invite"),
    path(f"{ONE}/inviter/personnes/", guests.people, name="solicitation_people"),
    path(f"{ONE}/invites/<int:guest>/retirer/", guests.withdraw, name="solicitation_uninvite"),
    path(f"{ONE}/reunion/", meetings.create, name="solicitation_meeting_create"),
    path(f"{ONE}/reunion/<int:pk>/modifier/", meetings.change, name="solicitation_meeting_change"),
    path(f"{ONE}/reunion/<int:pk>/annuler/", meetings.cancel, name="solicitation_meeting_cancel"),
]
