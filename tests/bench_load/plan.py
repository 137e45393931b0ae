"""What is asked: each kind of page as often in the large tenant as in the others, by many different people.

Sessions are the portal's own, made through its session store: what a browser shows once somebody has signed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain, cycle, islice
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.database import context
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.sessions import mark
from portal.territories.models import Commune
from tests.bench_load.seed import DOMAIN
from trainings.models import Training

BACKEND = "portal.tenancy.backends.TenantModelBackend"


@dataclass(frozen=True)
class Request:
    """What a browser sends: a page that is asked for, or a form that is posted."""

    host: str
    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    def raw(self) -> bytes:
        """Return it as a proxy in front would pass it on."""
        lines = {"Host": self.host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1",
                 "Accept-Encoding": "gzip", "Accept-Language": "fr"}  # fmt: skip
        if self.cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = b""
        if self.form is not None:
            body = urlencode(self.form).encode()
            lines |= {"Origin": f"https://{self.host}", "Content-Type": "application/x-www-form-urlencoded",
                      "Content-Length": str(len(body))}  # fmt: skip
        head = f"{'POST' if self.form is not None else 'GET'} {self.path} HTTP/1.1"
        return "\r\n".join([head, *(f"{name}: {value}" for name, value in lines.items()), "", ""]).encode() + body


@dataclass(frozen=True)
class Asked:
    """A row of the table."""

    name: str
    requests: list[Request]


def plan(*, each: int) -> list[Asked]:
    """Return what is asked, with ``each`` different places and members of every kind of page."""
    tenants = in_order()
    hosts = {tenant.pk: tenant.canonical_host for tenant in tenants}
    today = timezone.localdate()
    visited = [hosts[tenant.pk] for tenant in alternately(tenants, each)]
    people = list(members(tenants, each))
    month = f"/agenda/mois/{today:%Y-%m}/"
    return [
        Asked("home, kept", [Request(host, "/") for host in visited]),
        Asked("finder, another commune each time", list(_places(tenants, each))),
        Asked("calendar of the public, kept", [Request(host, "/agenda/") for host in visited]),
        Asked("a training, kept", list(_trainings(tenants, each))),
        Asked("dashboard of a member", [Request(host, "/extranet/", who) for host, who in people]),
        Asked("calendar month of a member", [Request(host, month, who) for host, who in people]),
        Asked("a member’s trainings", [Request(host, "/extranet/mes-formations/", who) for host, who in people]),
        Asked("directory of a member", [Request(host, "/extranet/annuaire/", who) for host, who in people]),
    ]


def in_order() -> list[Tenant]:
    """Return the tenants of the benchmark, the large one first, each with its host."""
    with context.use(context.PLATFORM):
        rows = Tenant.objects.filter(domains__host__endswith=f".{DOMAIN}").prefetch_related("domains").order_by("pk")
        tenants = list(rows)
    for tenant in tenants:
        tenant.canonical_host = tenant.domains.all()[0].host
    return tenants


def alternately(tenants: list[Tenant], each: int) -> Iterator[Tenant]:
    """Yield the large tenant every other time, and between the others in turn: the same share however many."""
    return islice(chain.from_iterable(zip(cycle(tenants[:1]), cycle(tenants[1:]), strict=False)), each)


def members(tenants: list[Tenant], each: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield hosts, each with the cookies of another member of its tenant."""
    turns = list(alternately(tenants, each)) if len(tenants) > 1 else tenants * each
    signed_in = {}
    for tenant in tenants:
        with context.use(tenant.context):
            rows = Membership.objects.of(tenant).filter(roles=[], ended_at=None, user__email__startswith="membre-")
            found = rows.select_related("user").order_by("pk")[: turns.count(tenant)]
            signed_in[tenant.pk] = cycle([sign_in(member.user, tenant) for member in found])
    for tenant in turns:
        yield tenant.canonical_host, next(signed_in[tenant.pk])


def sign_in(user, tenant: Tenant) -> dict[str, str]:
    """Return the cookies of somebody who signed in on the host of a tenant."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    mark(session, tenant)
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def with_form(cookies: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the cookies and the hidden field of a page with a form."""
    secret = get_random_string(32)
    return cookies | {settings.CSRF_COOKIE_NAME: secret}, {"csrfmiddlewaretoken": secret}


def _places(tenants: list[Tenant], each: int) -> Iterator[Request]:
    """Yield questions by name, each for another commune of the tenant's territory."""
    communes = {}
    for tenant in tenants:
        rows = Commune.objects.filter(intercommunality__coverage_rules__tenant=tenant)
        with context.use(context.PLATFORM):
            communes[tenant.pk] = cycle(list(rows.order_by("pk").values_list("name", flat=True)[:each]))
    for tenant in alternately(tenants, each):
        yield Request(tenant.canonical_host, f"/trouver/?q={quote(next(communes[tenant.pk]))}")


def _trainings(tenants: list[Tenant], each: int) -> Iterator[Request]:
    slugs = {}
    for tenant in tenants:
        with context.use(tenant.context):
            slugs[tenant.pk] = cycle(list(Training.objects.order_by("pk").values_list("slug", flat=True)))
    for tenant in alternately(tenants, each):
        yield Request(tenant.canonical_host, f"/formations/{next(slugs[tenant.pk])}/")
