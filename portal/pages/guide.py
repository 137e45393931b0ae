from django.shortcuts import render
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem

GUIDE_URL = "staff_guide"


def guide(request):
    """The guide for staff: how to keep pages, contacts and coverage right."""
    return render(request, "pages/admin/guide.html")


urlpatterns = [path("guide/", guide, name=GUIDE_URL)]


def menu_item() -> MenuItem:
    return MenuItem("Guide de l’équipe", reverse(GUIDE_URL), icon_name="help", order=1)
