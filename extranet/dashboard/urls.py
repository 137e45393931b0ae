from django.urls import path

from extranet.dashboard import views

urlpatterns = [path("", views.dashboard, name="dashboard")]
