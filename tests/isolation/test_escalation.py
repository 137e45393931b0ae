"""Nobody in a tenant raises themselves: what the back-office's screens of accounts are sent changes no right."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Membership, Role, Tenant
from tests.conftest import PDC_HOST, GuardedClient
from tests.isolation.sweep.rows import all_tables, dump

pytestmark = pytest.mark.django_db

RIGHTS = [
    "accounts_user", "accounts_user_groups", "accounts_user_user_permissions", "auth_group", "auth_group_permissions",
    "tenancy_tenant", "tenancy_tenantdomain", "tenancy_tenantgroup", "tenancy_membership", "wagtailcore_site",
    "wagtailcore_grouppagepermission", "wagtailcore_groupcollectionpermission", "wagtailcore_workflow",
    "wagtailcore_task",
]  # fmt: skip
STAFF = ["gael", "alice", "chloe", "iris"]


def rights() -> dict:
    """Return every row that gives anybody a right; the time of a login or of a visit is none."""
    tables = all_tables()
    found = {name: dump(tables[name]) for name in RIGHTS}
    for row in found["accounts_user"].values():
        row.pop("last_login")
    for row in found["tenancy_membership"].values():
        row.pop("last_seen_on")
    return found


@pytest.fixture
def group(pdc):
    """(the highest group of the tenant, the neighbour's)"""
    with context.use(context.PLATFORM):
        groups = Group.objects.filter(tenant_group__role=Role.ADMINISTRATION).order_by("tenant_group__tenant__slug")
        theirs, mine = groups
        return mine.pk, theirs.pk


def attempts(user: User, mine: int, theirs: int):
    """Yield (address, body) of each way up that Wagtail's screens know."""
    person = {"email": user.email, "first_name": "x", "last_name": "x", "is_active": "on", "is_superuser": "on"}
    for group in (mine, theirs):
        yield f"/admin/users/edit/{user.pk}/", person | {"groups": [group]}
        yield f"/admin/bulk/accounts/user/assign_role/?id={user.pk}", {"role": group}
        yield f"/admin/groups/edit/{group}/", {"name": "x", "permissions": [1, 2, 3]}
        yield f"/admin/groups/delete/{group}/", {}
    yield "/admin/users/new/", person | {"email": "autre@essai.example", "password1": "un-toit", "password2": "un-toit"}
    yield f"/admin/users/delete/{user.pk}/", {}
    yield f"/admin/bulk/accounts/user/delete/?id={user.pk}", {}
    yield f"/admin/bulk/accounts/user/set_active_state/?id={user.pk}", {"mark_as_active": "on"}
    yield "/admin/groups/new/", {"name": "x", "permissions": [1, 2, 3]}
    yield "/admin/sites/new/", {"hostname": "x.localhost", "port": "80", "root_page": "3"}
    yield "/admin/workflows/add/", {"name": "x"}
    yield "/admin/account/", {"name_email-email": "olga@demo.example", "is_superuser": "on"}
    yield "/admin/collections/add/", {"name": "x", "parent": "1"}


@pytest.mark.parametrize("person", STAFF)
def test_no_post_of_staff_changes_anybody_s_rights(person, group):
    client = GuardedClient(PDC_HOST).login_as(person)
    before = rights()
    colleague = User.objects.get(email="bob@demo.example")
    for user in (colleague, User.objects.get(email=f"{person}@demo.example")):
        for address, body in attempts(user, *group):
            response = client.post(address, body)
            assert response.status_code in {200, 302, 403, 404, 405}, address
            assert rights() == before, address


@pytest.mark.parametrize("person", ["bob", "diane", "fanny"])
def test_a_professional_s_post_changes_nothing_either(person, group):
    client = GuardedClient(PDC_HOST).login_as(person)
    before = rights()
    for address, body in attempts(User.objects.get(email=f"{person}@demo.example"), *group):
        assert client.post(address, body).status_code in {302, 403, 404, 405}, address
    assert rights() == before


def test_the_database_itself_gives_nobody_the_neighbour_s_group(pdc, group):
    _, theirs = group
    bob = User.objects.get(email="bob@demo.example")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        bob.groups.add(theirs)


def test_the_database_itself_lets_a_request_make_no_superuser(pdc):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_superuser = true WHERE email = 'bob@demo.example'")


def test_a_role_held_next_door_opens_nothing_here():
    """ezra coordinates Sophia Antipolis; here he is told that he has no access, whatever his groups there."""
    with context.use(context.PLATFORM):
        here = Tenant.objects.get(slug="pas-de-calais")
        assert not Membership.objects.filter(tenant=here, user__email="ezra@demo.example").exists()
    client = GuardedClient(PDC_HOST).login_as("ezra")
    for address in ("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/habillage/"):
        assert client.get(address).status_code == 403, address
