from django.urls import path

from portal.design import gallery

urlpatterns = [
    path("", gallery.gallery, name="design_gallery"),
    path("exemple.pdf", gallery.paper, name="design_paper"),
]
