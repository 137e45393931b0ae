"""A writer submits, a publisher reads again and publishes; each tenant has its own workflow."""

import pytest
from django.core import mail
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Workflow, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ContentPage
from portal.database import context
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db


def form_of(page: ContentPage, **fields) -> dict:
    body = streamfield([("text", rich_text("<p>Un texte à relire.</p>"))])
    return nested_form_data(
        {"title": page.title, "slug": page.slug, "lead": "Nouveau chapeau", "body": body, "comments": EMPTY} | fields
    )


EMPTY = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


def test_a_writer_s_page_waits_for_a_reader_and_then_goes_out(pdc):
    page = ContentPage.objects.live().order_by("path").first()
    iris, chloe = (GuardedClient(PDC_HOST).login_as(name) for name in ("iris", "chloe"))
    edit = f"/admin/pages/{page.pk}/edit/"
    assert iris.post(edit, form_of(page, **{"action-publish": "1"}), follow=True).status_code == 200
    page.refresh_from_db()
    assert page.lead != "Nouveau chapeau"
    iris.post(edit, form_of(page, **{"action-submit": "1"}))
    state = WorkflowState.objects.get()
    assert state.workflow.name == "Relecture"
    assert {letter.to[0] for letter in mail.outbox} == {"chloe@demo.example", "gael@demo.example"}
    task = state.current_task_state
    chloe.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {})
    page.refresh_from_db()
    assert page.lead == "Nouveau chapeau"


def test_each_tenant_has_one_and_sees_no_other(pdc, casa):
    for tenant in (pdc, casa):
        with context.use(tenant.context):
            assert Workflow.objects.filter(active=True).count() == 1


def test_a_tenant_made_before_there_was_one_gets_it_with_the_next_migration(pdc, casa):
    with context.use(pdc.context):
        Workflow.objects.all().delete()
        GroupApprovalTask.objects.all().delete()
    for _ in range(2):
        with context.use(context.PLATFORM):
            call_command("migrate", verbosity=0)
        for tenant in (pdc, casa):
            with context.use(tenant.context):
                workflow = tenant.home_page.get_workflow()
                assert workflow.name == "Relecture"
                assert [*Workflow.objects.all()] == [workflow]
                readers = {group.tenant_group.role for group in GroupApprovalTask.objects.get().groups.all()}
                assert readers == {"communication", "administration"}
