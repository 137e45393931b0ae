"""What machines ask of each host: where robots may go, and whom to tell of a flaw."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.pages.public_addresses import robots_stay_out_of
from portal.tenancy.models import Tenant

DAY = 24 * 60 * 60  # seconds
TEXT = "text/plain; charset=utf-8"
BEHIND_A_LOGIN = ("/admin/", "/compte/", "/console/", "/extranet/", "/invitation/")
VALID_FOR = datetime.timedelta(days=180)
"""RFC 9116 (2.5.5) recommends less than a year; whoever reads the file again gets a later date."""


@require_safe
@cache_control(public=True, max_age=60 * 60)
def robots(request):
    """Say what is not for robots; all of a portal that is not open yet.

    A page that is not to be found is not named here: it says noindex, which a robot must be let in to read.
    """
    closed = ["/"] if _is_being_prepared(request.tenant) else [*BEHIND_A_LOGIN, *robots_stay_out_of()]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if request.tenant and not _is_being_prepared(request.tenant):
        lines += ["", f"Sitemap: {request.tenant.base_url}{reverse('sitemap')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=DAY)
def security_txt(request):
    """Say whom to tell of a security flaw (RFC 9116): the operator where it gave an address, or the contact form."""
    base = request.tenant.base_url if request.tenant else f"{request.scheme}://{request.get_host()}"
    contact = settings.SECURITY_CONTACT
    if not contact and request.tenant:
        contact = f"{base}{reverse('contact')}?sujet=securite"
    if not contact:
        raise Http404  # a host without any contact: the file cannot be without one (RFC 9116, 2.5.3)
    today = datetime.datetime.combine(timezone.now().date(), datetime.time(), datetime.UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {today + VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr",
        f"Canonical: {base}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def _is_being_prepared(tenant: Tenant | None) -> bool:
    return bool(tenant) and tenant.state == Tenant.State.PREPARING
