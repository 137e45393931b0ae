"""What staff reach below ``/extranet/gestion/demandes/``."""

from django.urls import path

from extranet.access.views import answering, lists

urlpatterns = [
    path("", answering.requests, name="access_requests"),
    path("liste/", lists.invite_list, name="access_list"),
    path("<int:pk>/", answering.request_sheet, name="access_request"),
]
