from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from portal.operations.releases.shown import shown_to

URL = "whats_new"


@require_safe
def whats_new(request):
    """What each release brought, to the staff of a tenant: what is for their roles first."""
    return render(request, "operations/admin/whats_new.html", {"shown": shown_to(request.membership or None)})


urlpatterns = [path("nouveautes/", whats_new, name=URL)]


def menu_item() -> MenuItem:
    return MenuItem("Nouveautés", reverse(URL), icon_name="info-circle", order=2)
