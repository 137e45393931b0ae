"""Figures, and what a committee is shown."""

from django.urls import path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from extranet.solicitations.views import figures as views
from extranet.solicitations.views import presentations
from portal.tenancy.decorators import with_module
from portal.tenancy.models import Module

committees = [
    path("comites/<slug:slug>/", presentations.of_committee, name="solicitation_committee"),
    path("fiches/<reference:reference>/", presentations.presented, name="solicitation_presented"),
    path("<reference:reference>/comites/", presentations.of_solicitation, name="solicitation_presentations"),
    path(
        "<reference:reference>/comites/<int:pk>/retirer/", presentations.take_back, name="solicitation_take_back"
    ),
]  # fmt: skip

figures = [
    path("chiffres/", views.figures, name="solicitation_figures"),
    path("chiffres/sollicitations-<int:year>.xlsx", views.as_xlsx, name="solicitation_figures_xlsx"),
    path("chiffres/<slug:slug>/sollicitations-<int:year>.xlsx", views.as_xlsx, name="solicitation_figures_of_one"),
]
urlpatterns = [*figures, *decorate_urlpatterns(committees, with_module(Module.COMMITTEES))]
