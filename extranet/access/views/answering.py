"""The staff's side: the list of requests, and the sheet of each with the acts that answer it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access.acts import ACTS, forms_of
from extranet.access.forms import FilterForm
from extranet.access.models import AccessRequest
from extranet.access.permissions import ANSWER
from extranet.access.perms import may_answer
from extranet.access.requests import known_of, listed
from extranet.access.services import ClosedError
from portal.design.typography import french
from portal.tenancy.decorators import only_with
from portal.tenancy.permissions import MANAGE_TEAM

PER_PAGE = 50
answering_only = only_with(ANSWER)


@answering_only
@require_safe
def requests(request):
    filters = FilterForm(request.GET)
    narrowing = filters.narrowing()
    page = Paginator(listed(request.user, **narrowing), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "filters": filters, "is_narrowed": any(narrowing.values())}
    context["may_invite"] = request.user.has_perm(MANAGE_TEAM)
    return render(request, "access/requests.html", context)


@answering_only
@require_http_methods(["GET", "HEAD", "POST"])
def request_sheet(request, pk: int):
    """One request: what was said, what is known, the thread; and what was posted of the acts."""
    asked = get_object_or_404(AccessRequest.objects.confirmed().with_all_that_is_shown(), pk=pk)
    if not may_answer(request.user, asked):
        raise PermissionDenied
    act = request.POST.get("act", "")
    forms = forms_of(asked, act, request.POST)
    if act in ACTS and forms[act].is_valid() and (done := _done(request, asked, act, forms[act])):
        return done
    context = {
        "asked": asked, "known": known_of(asked), "entries": asked.entries.select_related("by"), "forms": forms,
        "faulty": forms[act] if act in ACTS else None,
    }  # fmt: skip
    return render(request, "access/request.html", context, status=422 if request.method == "POST" else 200)


def _done(request, asked: AccessRequest, act: str, form):
    """Run an act; return where to go, or None when its form has an error to show."""
    try:
        ACTS[act].run(asked, form.cleaned_data, request.user)
    except ClosedError as refusal:
        messages.error(request, refusal.message)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    else:
        messages.success(request, french(ACTS[act].done.format(name=asked.name)))
    is_still_ours = may_answer(request.user, asked)
    return redirect("access_request", asked.pk) if is_still_ours else redirect("access_requests")
