"""What the law wants said on every portal: who publishes it, what it keeps of people, which cookies it leaves."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.legal.cookies import cookies as all_cookies
from home.legal.pack import identity_of
from portal.tenancy.kept_pages import same_for_every_visitor
from portal.tenancy.processing import processings_of


@require_safe
@same_for_every_visitor
def legal_notice(request):
    identity = identity_of(request.tenant)
    context = {
        "publisher": identity.facts("publisher", "legal_form", "address", "phone", "email", "siret", "director"),
        "host": identity.facts("host_name", "host_address", "host_phone"),
    }
    return render(request, "legal/legal_notice.html", context)


@require_safe
@same_for_every_visitor
def personal_data(request):
    identity = identity_of(request.tenant)
    context = {
        "controller": identity.facts("publisher", "address", "phone"),
        "dpo": identity.facts("dpo_name", "dpo_contact"),
        "processings": [
            (each, each.kept_by(request.tenant), each.basis_for(request.tenant))
            for each in processings_of(request.tenant)
        ],
    }
    return render(request, "legal/personal_data.html", context)


@require_safe
@same_for_every_visitor
def cookies(request):
    return render(request, "legal/cookies.html", {"cookies": all_cookies()})
