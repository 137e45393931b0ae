"""The same addresses on every host. A probe asks the operator's: it is known without the database."""

from django.urls import path

from portal.jobs import views

urlpatterns = [
    path("sante/", views.health, name="health"),
    path("sante/pret/", views.ready, name="ready"),
]
