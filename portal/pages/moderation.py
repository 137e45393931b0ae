"""How a page is read again before it goes out: one workflow a tenant, made with it, kept by code.

Whoever may publish may approve. Staff start it by « Soumettre à la relecture »; the mails are Wagtail's.
"""

from django.dispatch import receiver
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from portal.tenancy.models import Role, Tenant
from portal.tenancy.signals import tenant_provisioned

NAME = "Relecture"
READERS = {Role.COMMUNICATION, Role.ADMINISTRATION}


@receiver(tenant_provisioned)
def make_the_workflow(sender, tenant, **kwargs):
    ensure_workflow(tenant)


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
