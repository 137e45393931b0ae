"""Is this certificate valid? Anybody who holds the paper may ask, and learns no more than it says."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.tenancy.throttle import too_often
from trainings import certificates
from trainings.models.presences import CODE_LENGTH, in_groups, read_code

MOST_AN_HOUR = 60
LONGEST = 40  # signs of what was typed for a code


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Ask for the code that is on the paper."""
    code = read_code(request.POST.get("code", ""))[:LONGEST]
    if request.method == "POST" and code:
        return redirect("certificate_check", code)
    status = 422 if request.method == "POST" else 200
    return render(request, "trainings/certificate_ask.html", {"is_empty": status == 422}, status=status)


@never_cache
@require_safe
def check(request, code: str):
    """Say whether a code is that of a valid certificate, of one that was revoked, or of none: the same page for all."""
    if too_often(request, "certificates", limit=MOST_AN_HOUR):
        return render(request, "trainings/certificate_check.html", {"is_too_often": True}, status=429)
    found = certificates.found(code)
    days, typed = certificates.half_days_of(found) if found else [], read_code(code)[:LONGEST]
    context = {
        "certificate": found, "half_days": days, "typed": in_groups(typed), "count": len(typed),
        "is_whole": len(typed) == CODE_LENGTH,
    }  # fmt: skip
    return render(request, "trainings/certificate_check.html", context)
