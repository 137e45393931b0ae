"""The accessibility statement in its mandatory template, and the multi-year scheme with its yearly plans."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.legal.conformity import audit_that_counts
from home.legal.models import AccessibilityAudit, AccessibilityScheme
from home.legal.pack import accessibility_of, audits_of, identity_of
from portal.tenancy.kept_pages import same_for_every_visitor


@require_safe
@same_for_every_visitor
def statement(request):
    counts = audit_that_counts(audits_of(request.tenant), timezone.localdate())
    context = {
        "state": accessibility_of(request.tenant),
        "audit": AccessibilityAudit.objects.get(pk=counts.key) if counts else None,
        "identity": identity_of(request.tenant),
        "address": f"{request.scheme}://{request.get_host()}/",
    }
    return render(request, "legal/statement.html", context)


@require_safe
@same_for_every_visitor
def scheme(request):
    current = AccessibilityScheme.objects.current().first()
    actions = current.actions.all() if current else []
    plans = [(year, list(lines)) for year, lines in groupby(actions, key=lambda action: action.year)]
    context = {"scheme": current, "plans": plans, "identity": identity_of(request.tenant)}
    return render(request, "legal/scheme.html", context)
