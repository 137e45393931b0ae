"""The groups of each tenant hold what the capabilities say, exactly, and nothing that is not a tenant's."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from portal.accounts.models import User
from portal.tenancy.capabilities import Capability, capabilities, declare, matrix_as_markdown
from portal.tenancy.models import Role, TenantGroup
from portal.tenancy.roles import FIELDS, keep_in_step
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db

# All that a tenant's group may ever bear on. A line added here is a decision.
ALLOWED = {
    "wagtailadmin.admin",  # the door of the back-office
    "tenancy.membership",  # the team, by one right asked for by name
    "territories.platform", "territories.coveragerule", "territories.coverageexception", "territories.otherbody",
    "territories.coordination", "territories.absence",
    "home.service", "home.contactmessage", "home.rubric",
    "home.contactroute", "home.contactpolicy",  # who answers a subject, and how long messages are kept
    "legal.legalidentity", "legal.accessibilityaudit", "legal.accessibilityscheme", "legal.accessibilitycomplaint",
    "resources.resource", "resources.resourcetheme", "questions.question", "questions.questioncategory",
    "search.unansweredquestion",  # words alone, to read and delete
    "figures.figure", "glossary.term",
    "organisations.organisation", "organisations.affiliation", "organisations.circle",
    "access.accessrequest",  # to answer, one's own platforms' or all
    "notifications.mail",  # what became of mails, by one right asked for by name
    "links.brokenlink",  # read, and left as they are: the reading of the pages alone writes them
    "wagtailredirects.redirect",  # the tenant's own site is forced
    "events.event", "events.schoolbreak", "events.externalcalendar",
    "trainings.training", "trainings.session",
    "committees.committee",
    "solicitations.solicitation",  # its figures and its rules, by rights asked for by name; never a file
    "documents.document", "documents.filepolicy",  # the library, by rights asked for by name
    "tenancy.tenant",  # one's own name, contact and colours
    "tenancy.secondfactorpolicy",  # asked for sooner than the installation does, never later
    "pages.tenantpictures",  # one's own logo and home picture
}  # fmt: skip
ALLOWED_ON_PAGES = {"add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"}
ALLOWED_ON_MEDIA = {
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
    "add_collection", "change_collection", "delete_collection",
}  # fmt: skip


def group_of(tenant, role) -> Group:
    return TenantGroup.objects.get(tenant=tenant, role=role).group


def snapshot() -> dict:
    return {model._meta.label: sorted(model._base_manager.values_list(*fields)) for model, fields in FIELDS.items()}


def test_no_group_has_rights_on_anything_that_is_not_a_tenant_s(platform_context):
    of_models = Permission.objects.filter(group__in=Group.objects.all()).select_related("content_type")
    assert {f"{each.content_type.app_label}.{each.content_type.model}" for each in of_models} == ALLOWED
    on_pages = GroupPagePermission.objects.values_list("permission__codename", flat=True)
    assert set(on_pages) == ALLOWED_ON_PAGES
    on_media = GroupCollectionPermission.objects.values_list("permission__codename", flat=True)
    assert set(on_media) == ALLOWED_ON_MEDIA
    assert not GroupSitePermission.objects.exists()


def test_no_group_nor_permission_stands_outside_a_tenant(platform_context):
    assert not Group.objects.filter(tenant_group=None).exists()
    assert not User.user_permissions.through.objects.exists()
    for permission in GroupPagePermission.objects.select_related("group__tenant_group__tenant"):
        assert permission.page_id == permission.group.tenant_group.tenant.home_page_id
    for permission in GroupCollectionPermission.objects.select_related("group__tenant_group__tenant"):
        assert permission.collection_id == permission.group.tenant_group.tenant.root_collection_id


def test_every_way_for_a_group_to_have_something_is_kept_in_step():
    """A new model of Wagtail's or ours that hangs rights on groups must be known here."""
    pointing = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Group
    }
    beside = {
        "tenancy.TenantGroup",
        # who may read a page or media, and who moderates: restrictions and duties, not rights
        "wagtailcore.PageViewRestriction_groups", "wagtailcore.CollectionViewRestriction_groups",
        "wagtailcore.GroupApprovalTask_groups",
    }  # fmt: skip
    assert pointing == {model._meta.label for model in FIELDS} | beside


def test_every_permission_that_a_capability_names_exists(platform_context):
    there = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}
    named = {name for each in capabilities() for name in (*each.permissions, *each.on_pages, *each.on_media)}
    assert named <= there


def test_what_was_added_by_hand_goes_and_what_was_taken_comes_back(pdc, platform_context):
    before = snapshot()
    redaction = group_of(pdc, Role.REDACTION)
    users = Permission.objects.get(codename="change_user")
    redaction.permissions.add(users)
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=redaction, page=pdc.home_page.get_root(), permission=publish)
    GroupSitePermission.objects.create(group=redaction, site=pdc.site, permission=users)
    bob = User.objects.get(email="bob@demo.example")
    bob.groups.add(group_of(pdc, Role.ADMINISTRATION))
    keep_in_step()
    assert snapshot() == before

    redaction.permissions.clear()
    GroupCollectionPermission.objects.filter(group=redaction).delete()
    User.objects.get(email="iris@demo.example").groups.clear()
    keep_in_step()
    assert snapshot() == before
    assert redaction.permissions.exists()
    assert redaction in User.objects.get(email="iris@demo.example").groups.all()


def test_a_missing_group_is_made_again(pdc, platform_context):
    group_of(pdc, Role.REDACTION).delete()
    keep_in_step([pdc])
    assert group_of(pdc, Role.REDACTION).user_set.get().email == "iris@demo.example"


def test_migrate_keeps_the_groups(pdc, platform_context):
    group_of(pdc, Role.COMMUNICATION).permissions.clear()
    call_command("migrate", verbosity=0)
    assert group_of(pdc, Role.COMMUNICATION).permissions.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_tenants(platform_context):
    from portal.tenancy.models import Tenant

    def count(tenants) -> int:
        with CaptureQueriesContext(connection) as queries:
            keep_in_step(tenants)
        return len(queries)

    assert count(list(Tenant.objects.all())) == count(list(Tenant.objects.all()[:1])) <= 11


def test_one_code_is_one_capability():
    first = capabilities()[0]
    declare(first)
    with pytest.raises(ImproperlyConfigured):
        declare(Capability(code=first.code, area="x", label="y", roles=frozenset()))


def test_administration_has_every_capability_and_trainers_and_elected_none():
    for capability in capabilities():
        assert Role.ADMINISTRATION in capability.roles
        assert not capability.roles & {Role.TRAINER, Role.ELECTED}


def test_the_readme_shows_the_matrix_as_it_is():
    assert matrix_as_markdown() in (settings.BASE_DIR / "README.md").read_text(), "run manage.py write_roles"


@pytest.mark.parametrize("person", ["gael", "alice", "chloe", "iris"])
def test_all_staff_read_who_may_do_what(person):
    page = GuardedClient(PDC_HOST).login_as(person).get("/admin/roles/").text
    assert "Publier, dépublier et verrouiller une page" in page
    assert "/admin/roles/" in GuardedClient(PDC_HOST).login_as(person).get("/admin/").text


# What each role does and does not, at the screens: (person, host) → addresses that open, addresses that do not.
SCREENS = {
    "gael": (PDC_HOST, {"equipe/", "territoires/coordination/", "platform/new/", "services/", "messages/"}),
    "alice": (PDC_HOST, {"territoires/coordination/", "services/", "messages/"}),
    "chloe": (PDC_HOST, {"territoires/coordination/", "services/"}),
    "iris": (PDC_HOST, set()),
    "hugo": (CASA_HOST, set()),
    "jeanne": (CASA_HOST, set()),
}
EVERY_SCREEN = set().union(*(screens for _, screens in SCREENS.values()))


@pytest.mark.parametrize("person", SCREENS)
def test_each_role_opens_its_own_screens(person):
    host, opens = SCREENS[person]
    client = GuardedClient(host).login_as(person)
    assert {screen for screen in EVERY_SCREEN if client.get(f"/admin/{screen}").status_code == 200} == opens


@pytest.mark.parametrize("person", ["gael", "alice", "chloe", "iris"])
@pytest.mark.parametrize(
    "screen", ["users/", "groups/", "sites/", "workflows/list/", "workflows/tasks/index/", "locales/"]
)
def test_no_role_opens_the_platform_s_screens(person, screen):
    assert GuardedClient(PDC_HOST).login_as(person).get(f"/admin/{screen}").status_code in {302, 403, 404}


def test_redaction_proposes_and_communication_publishes(pdc):
    page = pdc.home_page.get_children().get(slug="le-principe")
    for person, may in [("iris", False), ("alice", False), ("chloe", True), ("gael", True)]:
        user = User.objects.get(email=f"{person}@demo.example")
        assert page.permissions_for_user(user).can_edit()
        assert page.permissions_for_user(user).can_publish() is may, person
