"""What those who sit in a committee read, and where they answer and propose."""

from django.urls import path

from extranet.committees.views import answering, papers, reading

urlpatterns = [
    path("", reading.committees, name="committees"),
    path("reunions/<int:pk>/", reading.meeting, name="meeting"),
    path("reunions/<int:pk>/repondre/", answering.reply, name="meeting_reply"),
    path("reunions/<int:pk>/proposer/", answering.propose, name="meeting_propose"),
    path("reunions/<int:pk>/pieces.zip", papers.archive, name="meeting_papers"),
    path("reunions/<int:pk>/convocation.pdf", papers.convocation, name="meeting_convocation"),
    path("<slug:slug>/", reading.committee, name="committee"),
    path("<slug:slug>/reunions/", reading.meetings, name="committee_meetings"),
]
