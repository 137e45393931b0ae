"""Below ``/extranet/mes-donnees/``."""

from django.urls import path

from extranet.personal_data import views

urlpatterns = [
    path("", views.mine, name="personal_data"),
    path("export.json", views.export, name="personal_data_export"),
    path("quitter/", views.leave, name="personal_data_leave"),
]
