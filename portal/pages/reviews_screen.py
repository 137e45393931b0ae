"""« À relire »: what is overdue or soon will be, and one button where nothing is to be changed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.design.templatetags.design import date
from portal.design.typography import french
from portal.pages.reviews import KINDS, kinds_of, reread, sections_for


def _asked(request):
    """Return the member who is asked; None, who is asked about everything, for the operator alone."""
    if request.membership is None and not request.user.is_superuser:
        raise PermissionDenied
    return None if request.user.is_superuser else request.membership


@require_safe
def index(request):
    if not kinds_of(_asked(request)):
        raise PermissionDenied
    today = timezone.localdate()
    sections = sections_for(_asked(request), today)
    return render(request, "pages/admin/reviews.html", {"sections": sections, "today": today})


@require_POST
def done(request, kind: str, pk: int):
    """Write « relu, rien à changer » of a row that this member is asked about; of any other there is nothing here."""
    found = KINDS.get(kind)
    rows = found.of(_asked(request)) if found else None
    if rows is None:
        raise Http404
    row = get_object_or_404(rows, pk=pk)
    until = reread(found, row, by=request.user)
    messages.success(request, french(f"« {row} » : relu. Prochaine relecture le {date(until, 'j F Y')}."))
    return redirect("reviews:index")


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request):
        if request.user.is_superuser:
            return True
        return bool(request.membership) and bool(kinds_of(request.membership))


class ReviewsViewSet(ViewSet):
    name = "reviews"
    url_prefix = "a-relire"
    icon = "history"
    menu_label = "À relire"

    def get_urlpatterns(self):
        return [path("", index, name="index"), path("<slug:kind>/<int:pk>/relu/", done, name="done")]

    def get_menu_item(self, order=None):
        return ReviewsMenuItem(
            self.menu_label, reverse("reviews:index"), name="reviews", icon_name=self.icon, order=order or 0
        )


viewset = ReviewsViewSet()
