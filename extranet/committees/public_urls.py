"""Below ``/comites/``, for everybody: what was chosen of published minutes."""

from django.urls import path

from extranet.committees.views import extracts

urlpatterns = [
    path("extraits/", extracts.extracts, name="minutes_extracts"),
    path("extraits/<int:pk>/", extracts.extract, name="minutes_extract_page"),
    path("extraits/<int:pk>/pieces/<int:paper>/", extracts.paper, name="minutes_extract_paper"),
]
