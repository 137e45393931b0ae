from django.urls import path

from portal.design import gallery

urlpatterns = [path("", gallery.gallery, name="design_gallery")]
