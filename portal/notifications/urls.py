"""The demonstration's mailbox; ``portal.urls`` leaves it out of production."""

from django.urls import path

from portal.notifications import views

urlpatterns = [
    path("boite-aux-lettres/", views.mailbox, name="mailbox"),
    path("boite-aux-lettres/<int:pk>/", views.mail, name="mail"),
]
