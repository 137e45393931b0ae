"""Others' mails, allauth's and Wagtail's, leave in the tenant's name with links on its own host."""

import pytest
from django.core import mail
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from home.models import ContentPage
from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Role, Tenant

pytestmark = pytest.mark.django_db


def test_a_password_reset_is_the_tenant_s_own_mail(casa_client):
    casa_client.post("/compte/mot-de-passe/oublie/", {"email": "ezra@demo.example"})
    [letter] = mail.outbox
    assert letter.from_email.startswith("Communauté d’agglomération Sophia Antipolis <")
    assert letter.subject.count("[") == 1
    assert "http://casa.localhost/compte/mot-de-passe/oublie/" in letter.body
    assert "pas-de-calais" not in letter.body


@pytest.mark.parametrize(
    ("slug", "scheme", "port", "address"),
    [
        ("pas-de-calais", "http", 8000, "http://pas-de-calais.localhost:8000"),
        ("casa", "https", 443, "https://casa.localhost"),
    ],
)
def test_wagtail_s_mails_lead_to_the_tenant_s_own_back_office(slug, scheme, port, address, settings):
    settings.PUBLIC_SCHEME, settings.PUBLIC_PORT = scheme, port
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug=slug)
        writer = User.objects.get(email="chloe@demo.example")
    with context.use(tenant.context):
        role = Role.ADMINISTRATION if slug == "pas-de-calais" else Role.COORDINATION
        task = GroupApprovalTask.objects.create(name="Relire l’« essai »")
        task.groups.add(tenant.groups.get(role=role).group)
        workflow = Workflow.objects.create(name="Relecture")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        page = ContentPage.objects.descendant_of(tenant.home_page).first()
        page.save_revision(user=writer)
        workflow.start(page, writer)
    [letter] = mail.outbox
    assert letter.to == ["gael@demo.example" if slug == "pas-de-calais" else "ezra@demo.example"]
    assert letter.from_email.startswith(tenant.name)
    assert letter.subject.startswith(f"[{tenant.short_name}] ")
    assert f"{address}/admin/pages/{page.pk}/edit/" in letter.body
    assert f"{address}/admin/account/" in letter.body
    assert letter.body.count("://") == letter.body.count(f"{address}/admin/")
    assert letter.body.startswith("Bonjour,")
    assert "&#" not in letter.body + letter.subject


def test_nobody_waits_for_the_mail_server(casa_client, mail_server_down):
    answer = casa_client.post("/compte/mot-de-passe/oublie/", {"email": "ezra@demo.example"})
    assert answer["Location"] == "/compte/mot-de-passe/oublie/envoye/"
    with context.use(context.PLATFORM):
        kept = Mail.objects.select_related("tenant").get()
    assert (kept.tenant.slug, kept.attempts, kept.sent_at) == ("casa", 1, None)
