"""Addresses on the operator's host. Names are those of a tenant's host where the page is the same."""

from django.urls import include, path

from portal.console import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("trouver/", views.find, name="finder"),
    path("trouver/suggestions/", views.suggestions, name="finder_suggestions"),
    path("", include("portal.jobs.urls")),
]
