"""A tenant's end: asked for, cancelled, and the certificates of those that are gone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.console.archive import certificate as words
from portal.console.archive import deletion as verbs
from portal.console.archive.checking import RefusedError
from portal.console.archive.contents import count_rows
from portal.console.decorators import operator_only
from portal.console.figures import usage_of
from portal.console.forms import DeletionForm
from portal.console.models import Deletion
from portal.design.typography import french
from portal.tenancy.models import Tenant


@operator_only
@require_safe
def index(request):
    deletions = list(Deletion.objects.all())
    askers = User.objects.in_bulk({deletion.asked_by_key for deletion in deletions})
    here = set(Tenant.objects.filter(deletion_due_at__isnull=False).values_list("pk", flat=True))
    rows = [(deletion, askers.get(deletion.asked_by_key), deletion.tenant_key in here) for deletion in deletions]
    return render(request, "console/deletions.html", {"rows": rows})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug: str):
    tenant = get_object_or_404(Tenant, slug=slug)
    form = DeletionForm(tenant, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deletion = verbs.ask_for_deletion(tenant, by=request.account, **form.cleaned_data)
        except RefusedError as error:
            form.add_error("slug", str(error))
        else:
            due = timezone.localtime(deletion.due_at)
            messages.success(request, french(f"« {tenant.name} » est fermé, et sera effacé le {due:%d/%m/%Y à %H:%M}."))
            return redirect("console_tenant", slug)
    return render(request, "console/delete.html", _to_be_erased(tenant) | {"form": form, "delay": verbs.DELAY.days})


def _to_be_erased(tenant: Tenant) -> dict:
    counts = count_rows(tenant)
    rows = [(name or table, counts[table]) for table, name in words.called(counts).items()]
    return {"subject": tenant, "usage": usage_of([tenant])[tenant.pk], "rows": rows, "total": sum(counts.values())}


@operator_only
@require_POST
def cancel(request, slug: str):
    tenant = get_object_or_404(Tenant, slug=slug)
    verbs.cancel_deletion(tenant)
    tenant.refresh_from_db()
    messages.success(request, french(f"« {tenant.name} » reste. Son état : {tenant.get_state_display()}."))
    return redirect("console_tenant", slug)


@operator_only
@require_safe
def certificate(request, pk: int):
    deletion = get_object_or_404(Deletion.objects.carried_out(), pk=pk)
    return render(request, "console/certificate.html", words.said_by(deletion))


@operator_only
@require_safe
@cache_control(private=True, no_store=True)
def download(request, pk: int):
    deletion = get_object_or_404(Deletion.objects.carried_out(), pk=pk)
    day = timezone.localtime(deletion.erased_at)
    answer = HttpResponse(words.certificate(deletion), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="certificat-{deletion.tenant_slug}-{day:%Y-%m-%d}.txt"'
    return answer
