"""The demonstration's mailbox; ``portal.urls`` leaves it out of production."""

from django.urls import path

from portal.notifications.views import mailbox

urlpatterns = [
    path("boite-aux-lettres/", mailbox.mailbox, name="mailbox"),
    path("boite-aux-lettres/<int:pk>/", mailbox.mail, name="mail"),
]
