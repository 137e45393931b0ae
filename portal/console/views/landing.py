"""The operator's host: who is here, and the finder over all tenants (the platform's one public use)."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.tenancy.models import Tenant, TenantDomain
from portal.territories import finder


def addresses(request) -> dict[int, str]:
    """Return the address of each tenant, with the port of this request."""
    _, _, port = request.get_host().partition(":")
    suffix = f":{port}" if port else ""
    hosts = TenantDomain.objects.filter(is_canonical=True).values_list("tenant_id", "host")
    return {tenant_id: f"{request.scheme}://{host}{suffix}" for tenant_id, host in hosts}


@require_safe
def landing(request):
    urls = addresses(request)
    tenants = [(tenant, urls[tenant.pk]) for tenant in Tenant.objects.order_by("name")]
    return render(request, "console/landing.html", {"tenants": tenants})


@require_safe
def find(request):
    """Say which tenants answer for a place, and where on their own host."""
    answer = finder.find(request.GET.get("q", ""), tenant_id=None)
    urls = addresses(request)
    results = [(place, _covers(place, urls)) for place in answer.places]
    near = [(place, _covers(place, urls)) for place in answer.near]
    return render(request, "console/answer.html", {"answer": answer, "results": results, "near": near})


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request):
    places = finder.suggest(request.GET.get("q", ""), tenant_id=None)
    urls = addresses(request)
    listed = [(place, cover) for place in places for cover in _covers(place, urls)]
    return JsonResponse(
        {
            "suggestions": [
                {"label": str(place.commune), "note": f"{tenant_name} · {target}", "url": url}
                for place, (tenant_name, target, url) in listed
            ][:8]
        }
    )


def _covers(place: finder.Place, urls: dict[int, str]) -> list[tuple[str, str, str]]:
    """Return (tenant's name, who answers, address of the answer) for each tenant that covers the place."""
    path = f"/trouver/{place.commune.code}-{place.commune.slug}/"
    return [
        (cover.target.tenant.name, cover.target.name, urls[cover.target.tenant_id] + path) for cover in place.covers
    ]


@require_safe
def ask_elsewhere(request):
    """A forgotten password, or an address to change: this host sends no mail."""
    return render(request, "console/ask_elsewhere.html")


@require_safe
@cache_control(no_store=True)
def is_served(request):
    """Say whether a host name is one of ours: 200, or 403. A front asks before it has a certificate made (Caddy's
    « on-demand TLS »): without the question, anybody who points a name here would have us ask for certificates.
    """
    host = request.GET.get("domain", "").lower()
    is_ours = host in settings.PLATFORM_HOSTS or ("\0" not in host and TenantDomain.objects.filter(host=host).exists())
    answer, status = ("oui\n", 200) if is_ours else ("non\n", 403)
    return HttpResponse(answer, status=status, content_type="text/plain; charset=utf-8")
