"""Who reaches the administration's pages of solicitations: nothing of a case is on any of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from extranet.solicitations import perms
from portal.design.typography import french

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
looked_at = require_safe


def of_the_administration(view: Callable) -> Callable:
    """Answer 403 to every other member."""

    @wraps(view)
    def guarded(request, **arguments):
        if not perms.may_set_up(request.membership):
            raise PermissionDenied
        return view(request, **arguments)

    return guarded


def drawn(request, template: str, context: dict, form=None):
    """Draw a page: 422 when its form was refused."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"solicitations/{template}.html", context, status=status)


def done(request, words: str, to: str):
    messages.success(request, french(words))
    return redirect(to)


def file_of(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
