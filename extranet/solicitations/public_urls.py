"""Below ``/solliciter/``, for everybody: who may ask, how, and what follows. Nothing is asked there."""

from django.urls import path

from extranet.solicitations.views import ways

urlpatterns = [path("", ways.ways, name="solicitation_ways")]
