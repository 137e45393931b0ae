"""Who signed up, for those who keep the calendar: nobody else reads these lists."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from events import lists, perms, seats, services, signing_up
from events.models import Occurrence
from events.sign_up_forms import CapacityForm
from portal.design.spreadsheets import write_csv
from portal.design.typography import french

PER_PAGE = 30
ask_then_do = require_http_methods(["GET", "HEAD", "POST"])


def keepers_only(view):
    """Answer 403 to members who do not keep the calendar."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not perms.may_keep(request.membership):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@keepers_only
@require_safe
def coming(request):
    """The dates to come where one signs up, with how many come, wait, and may come."""
    page = Paginator(lists.coming(), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "events/sign_up_dates.html", {"page": page})


@keepers_only
@ask_then_do
def sign_ups(request, pk: int):
    """The people of a date; a POST changes how many may come."""
    occurrence = _date(pk)
    form = CapacityForm(request.POST if request.method == "POST" else None, initial={"capacity": occurrence.capacity})
    if request.method == "POST" and form.is_valid() and _change(request, occurrence, form):
        return redirect("sign_ups", pk)
    context = {
        "occurrence": occurrence, "form": form, "groups": lists.groups_of(occurrence), "free": seats.free(occurrence),
        "closed": french(signing_up.why_closed(occurrence, timezone.now())),
    }  # fmt: skip
    return render(request, "events/sign_ups.html", context, status=422 if form.errors else 200)


def _change(request, occurrence: Occurrence, form: CapacityForm) -> bool:
    try:
        services.change(occurrence, {"capacity": form.cleaned_data["capacity"]}, by=request.user)
    except (seats.SeatError, services.RefusedError) as refusal:
        form.add_error("capacity", french(refusal.message))
        return False
    messages.success(request, "Le nombre de places est enregistré.")
    return True


@keepers_only
@require_safe
def as_csv(request, pk: int):
    """The list as a table that a spreadsheet opens and takes no formula from."""
    occurrence = _date(pk)
    response = HttpResponse(write_csv(lists.table_of(occurrence)), content_type="text/csv; charset=utf-8")
    name = f"inscriptions-{slugify(occurrence.event.title)[:60] or pk}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@keepers_only
@ask_then_do
def remove(request, pk: int, sign_up: int):
    """Take somebody off the list, after asking once."""
    occurrence = _date(pk)
    found = get_object_or_404(occurrence.seats.concerned().select_related("membership__user"), pk=sign_up)
    if request.method != "POST":
        return render(request, "events/sign_up_remove.html", {"occurrence": occurrence, "sign_up": found})
    signing_up.remove(found, by=request.membership)
    messages.success(request, french(f"L’inscription de {found.membership.user} est retirée."))
    return redirect("sign_ups", pk)


def _date(pk: int) -> Occurrence:
    return get_object_or_404(Occurrence.objects.select_related("event", "commune"), pk=pk)
