"""The operator's host: who is here, and the finder over all tenants (the platform's one public use)."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.tenancy.models import Tenant, TenantDomain
from portal.territories import finder


def _addresses(request) -> dict[int, str]:
    """Return the address of each tenant, with the port of this request."""
    _, _, port = request.get_host().partition(":")
    suffix = f":{port}" if port else ""
    hosts = TenantDomain.objects.filter(is_canonical=True).values_list("tenant_id", "host")
    return {tenant_id: f"{request.scheme}://{host}{suffix}" for tenant_id, host in hosts}


@require_safe
def landing(request):
    addresses = _addresses(request)
    tenants = list(Tenant.objects.order_by("name"))
    for tenant in tenants:
        tenant.url = addresses[tenant.pk]
    return render(request, "console/landing.html", {"tenants": tenants})


@require_safe
def find(request):
    """Say which tenants answer for a place, and where on their own host."""
    answer = finder.find(request.GET.get("q", ""), tenant_id=None)
    addresses = _addresses(request)
    results = [(place, _covers(place, addresses)) for place in answer.places]
    near = [(place, _covers(place, addresses)) for place in answer.near]
    return render(request, "console/answer.html", {"answer": answer, "results": results, "near": near})


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request):
    places = finder.suggest(request.GET.get("q", ""), tenant_id=None)
    addresses = _addresses(request)
    listed = [(place, cover) for place in places for cover in _covers(place, addresses)]
    return JsonResponse(
        {
            "suggestions": [
                {"label": str(place.commune), "note": f"{tenant_name} · {target}", "url": url}
                for place, (tenant_name, target, url) in listed
            ][:8]
        }
    )


def _covers(place: finder.Place, addresses: dict[int, str]) -> list[tuple[str, str, str]]:
    """Return (tenant's name, who answers, address of the answer) for each tenant that covers the place."""
    path = f"/trouver/{place.commune.code}-{place.commune.slug}/"
    return [
        (cover.target.tenant.name, cover.target.name, addresses[cover.target.tenant_id] + path)
        for cover in place.covers
    ]
