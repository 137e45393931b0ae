"""How the portal is found: sitemap, « plan du site », and the pictures of what is shared."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from home.site_map import Found, found_on, tree_for
from portal.pages import sharing
from portal.pages.public_addresses import addresses_of
from portal.tenancy.cache import remember
from portal.tenancy.kept_pages import same_for_every_visitor
from portal.tenancy.models import Tenant

YEAR = 365 * 24 * 60 * 60  # seconds
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@same_for_every_visitor
def sitemap(request):
    """All that search engines may keep of this host (sitemaps.org); what is over leaves it by itself, each day."""
    tenant = request.tenant
    body = remember(tenant, f"sitemap:{timezone.localdate()}", lambda: _written(found_on(tenant)))
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


def _written(rows: list[Found]) -> bytes:
    root = Element("urlset", xmlns=SITEMAP)
    for row in rows:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = row.url
        if row.changed_at:
            SubElement(url, "lastmod").text = timezone.localtime(row.changed_at).isoformat(timespec="seconds")
    return tostring(root, encoding="utf-8", xml_declaration=True)


@require_safe
@same_for_every_visitor
def site_plan(request):
    """Every page that the reader may see, as nested lists, then the addresses that are no pages."""
    context = {
        "tree": tree_for(request.tenant, request.membership),
        "addresses": [each for each in addresses_of(request.tenant) if each.is_in_plan],
    }
    return render(request, "home/site_plan.html", context)


@require_safe
def shared_picture(request, kind: str, name: str):
    """Answer with the picture of what is shared; an old address leads to that of today."""
    key, _, version = name.rpartition("-")
    tenant: Tenant = request.tenant
    shared = sharing.find(tenant, kind, key)
    if shared is None:
        raise Http404
    if version != shared.version(tenant):
        response = redirect(shared.picture_path(tenant))
        patch_cache_control(response, no_cache=True)
        return response
    response = HttpResponse(sharing.picture_of(shared, tenant), content_type="image/png")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response
