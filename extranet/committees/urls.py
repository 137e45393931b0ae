"""Below ``/extranet/comites/``: each file of views brings its own."""

from django.urls import path

urlpatterns: list[path] = []
