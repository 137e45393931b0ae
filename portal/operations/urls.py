"""Beside ``/sante/`` (portal.jobs.urls), for programs."""

from django.urls import path

from portal.operations import views

urlpatterns = [path("sante/mesures/", views.measured, name="measures")]
