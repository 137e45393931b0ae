"""How a page is read again before it goes out: one workflow a tenant, made with it or by the next migration.

Whoever may publish may approve. Staff start it by « Soumettre à la relecture »; the mails are Wagtail's.
"""

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from portal.database import context
from portal.tenancy.models import Role, Tenant
from portal.tenancy.signals import tenant_provisioned, tenants_migrated

NAME = "Relecture"
READERS = {Role.COMMUNICATION, Role.ADMINISTRATION}


@receiver(tenant_provisioned)
def make_the_workflow(sender, tenant, **kwargs):
    ensure_workflow(tenant)


@receiver(tenants_migrated)
def make_the_missing_workflows(sender, **kwargs):
    """Give a workflow to each tenant that was made before there was one."""
    for tenant in Tenant.objects.exclude(home_page__in=WorkflowPage.objects.values("page")):
        with context.use(tenant.context):
            ensure_workflow(tenant)


@transaction.atomic
def ensure_workflow(tenant: Tenant) -> Workflow:
    """Return the tenant's workflow, made if it is missing. Runs in the tenant's context."""
    here = WorkflowPage.objects.filter(page=tenant.home_page).select_related("workflow").first()
    if here:
        return here.workflow
    task = GroupApprovalTask.objects.create(name="Relecture par la communication")
    task.groups.set([entry.group for entry in tenant.groups.filter(role__in=READERS).select_related("group")])
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=tenant.home_page)
    return workflow
