"""Who walks: everyone a tenant's host may meet, by the name of what they are."""

from contextlib import nullcontext

from django.conf import settings
from django.test import Client

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.services import set_membership
from portal.tenancy.sessions import mark
from tests import writes
from tests.isolation.sweep.world import World

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
VISITOR, STRANGER, NEIGHBOUR = "visitor", "stranger", "neighbour"
OPERATOR, LANDLORD_OF_BOTH, PROFESSIONAL = "olga, operator", "fanny, in both", "professional"
EVERYONE = (VISITOR, STRANGER, NEIGHBOUR, PROFESSIONAL, *(role.label for role in Role), LANDLORD_OF_BOTH, OPERATOR)
STAFF = {role.label for role in Role.staff()}


def walkers(own: World, other: World) -> dict[str, User | None]:
    """Return the accounts that walk on ``own``'s host. Nobody's name has a mark: it stands on their own screens."""
    with context.use(context.PLATFORM):
        people = {
            VISITOR: None,
            STRANGER: User.objects.create_user(f"stranger.{own.tenant.pk}@essai.example"),
            NEIGHBOUR: _member(other.tenant, {Role.ADMINISTRATION}, "neighbour"),
            PROFESSIONAL: _someone(own.tenant, set()),
        }
        for role in Role:
            people[role.label] = _someone(own.tenant, {role})
        people[LANDLORD_OF_BOTH] = User.objects.get(email="fanny@demo.example")
        people[OPERATOR] = User.objects.get(email="olga@demo.example")
        return people


def _someone(tenant: Tenant, roles: set[Role]) -> User:
    """Return the demonstration's person who has exactly these roles here and works nowhere else, or make one."""
    elsewhere = Membership.objects.exclude(tenant=tenant).values("user")
    here = Membership.objects.active().filter(tenant=tenant, roles=sorted(roles)).exclude(user__in=elsewhere)
    found = here.filter(user__email__endswith="@demo.example").order_by("user__email").first()
    return found.user if found else _member(tenant, roles, "-".join(roles) or "professional")


def _member(tenant: Tenant, roles: set[Role], name: str) -> User:
    user = User.objects.create_user(f"{name}.{tenant.pk}@essai.example", first_name=name)
    set_membership(user, tenant, roles)
    return user


class Walker:
    """A browser on a tenant's host, signed in as somebody who was here today already; its cookies never change.

    What the first page of a day notes is written once and kept: else each request would note it anew.
    """

    def __init__(self, role: str, user: User | None, host: str):
        self.role = role
        self.client = Client(HTTP_HOST=host, raise_request_exception=False)
        if user is not None:
            self._sign_in(user, host)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        if user is not None:
            with context.use(context.NOTHING):
                self.send("GET", "/")

    def _sign_in(self, user: User, host: str) -> None:
        """Sign in on this host, as the login form would."""
        with context.use(context.PLATFORM):
            self.client.force_login(user, BACKEND)
            session = self.client.session
            mark(session, Tenant.by_host(host))
            session.save()

    def send(self, method: str, url: str, data=None, *, is_xhr: bool = False):
        headers = {"X-Requested-With": "XMLHttpRequest"} if is_xhr else {}
        reads = method in {"GET", "HEAD"}
        try:
            with writes.refused(url) if reads else nullcontext():
                return getattr(self.client, method.lower())(url, data or {}, headers=headers)
        finally:
            self.client.cookies.clear()
            for name, value in self.cookies.items():
                self.client.cookies[name] = value
