"""The tenant of a request, set once from the host; nothing else ever derives it."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from portal.database import context
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.sessions import is_made_here
from portal.tenancy.visits import note_visit

RETRY_AFTER = 60 * 60  # seconds
# Whoever watches asks each process by its address, often without a say in the host it names; so any host will do, and
# the database is not asked which tenant's it is.
PROBES = {"/sante/", "/sante/pret/", "/sante/mesures/"}
NOT_FOUND = "Cette adresse n’est pas servie ici.\n"


class PermissionsPolicyMiddleware:
    """Say on every answer what a page may ask of the visitor's device (PERMISSIONS_POLICY)."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.header = ", ".join(f"{name}={allowed}" for name, allowed in settings.PERMISSIONS_POLICY.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.header)
        return response


class TenantMiddleware:
    """Set ``request.tenant`` and the context from the host name.

    Unknown host: a plain 404. The operator's host, or a probe on any: ``request.tenant`` is None, own URLs, platform
    context.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        host, port = split_domain_port(request.get_host())
        is_platform_s = host in settings.PLATFORM_HOSTS or request.path in PROBES
        with context.use(context.PLATFORM):
            tenant = None if is_platform_s else Tenant.by_host(host, request.path)
        request.tenant = tenant
        if is_platform_s:
            request.urlconf = "portal.console.urls"
            response = self._respond(request, context.PLATFORM)
            if request.path in PROBES:
                response["X-Robots-Tag"] = "noindex"
            return response
        if tenant is None:
            return HttpResponse(NOT_FOUND, status=404, content_type="text/plain; charset=utf-8")
        if host != tenant.canonical_host:
            address = f"{tenant.canonical_host}:{port}" if port else tenant.canonical_host
            return HttpResponsePermanentRedirect(f"{request.scheme}://{address}{request.get_full_path()}")
        request._wagtail_site = tenant.site  # where Site.find_for_request() looks first
        return self._respond(request, tenant.context)

    def _respond(self, request, asking):
        with context.use(asking):
            response = self.get_response(request)
            if response.streaming:
                response.streaming_content = _keep(asking, response.streaming_content)
        return response


def _keep(asking: context.Context, chunks):
    """Yield the chunks of a streaming body in the context of its request: they are made after it ends."""
    iterator = iter(chunks)
    while True:
        with context.use(asking):
            try:
                chunk = next(iterator)
            except StopIteration:
                return
        yield chunk


class MembershipMiddleware:
    """Set ``request.account``, ``request.membership``, and ``request.user``.

    A session opens the host where it was made and no other. On a tenant's host an account without a
    membership there has the rights of a visitor: ``user`` is anonymous, ``account`` still says who is signed in.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = request.user
        account = SimpleLazyObject(lambda: signed_in if is_made_here(request) else AnonymousUser())
        request.account = request.user = account
        request.membership = SimpleLazyObject(lambda: _membership(request.tenant, account))
        if request.tenant is not None:
            request.user = SimpleLazyObject(lambda: _member_or_visitor(request, account))
        return self.get_response(request)


def _membership(tenant, account) -> Membership | None:
    if tenant is None or not account.is_authenticated:
        return None
    membership = Membership.objects.active().filter(tenant=tenant, user=account).first()
    if membership:
        membership.user = account  # read already, with what it may do
        membership.tenant = tenant
        note_visit(membership)
    return membership


def _member_or_visitor(request, account):
    if not account.is_authenticated or account.is_superuser or request.membership:
        return account
    return AnonymousUser()


class StateMiddleware:
    """A tenant in preparation is kept out of search engines; one closed for maintenance answers 503.

    The operator passes, to see whether it may be opened again; so do signing in and the health of the service.
    """

    ALWAYS = ("/sante/", "/compte/", "/habillage/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        state = request.tenant.state if request.tenant else None
        if state == Tenant.State.MAINTENANCE and not self._passes(request):
            response = render(request, "503.html", {"tenant": request.tenant}, status=503)
            response["Retry-After"] = RETRY_AFTER
            return response
        response = self.get_response(request)
        if state == Tenant.State.PREPARING:
            response["X-Robots-Tag"] = "noindex"
        return response

    def _passes(self, request) -> bool:
        return request.path.startswith(self.ALWAYS) or request.account.is_superuser
