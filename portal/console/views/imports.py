"""An archive brought in: sent, checked by a task, confirmed, brought in by a task."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.console.archive import imports
from portal.console.decorators import operator_only
from portal.console.forms import ConfirmImportForm, ImportForm
from portal.console.models import Import
from portal.tenancy.models import Tenant

SHOWN = 20


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        return redirect("console_import", imports.receive(form.cleaned_data["archive"], by=request.account).pk)
    context = {
        "form": form,
        "present": Tenant.objects.order_by("name"),
        "received": Import.objects.select_related("asked_by")[:SHOWN],
    }
    return render(request, "console/imports.html", context)


@operator_only
@require_safe
def detail(request, pk: int):
    received = get_object_or_404(Import.objects.select_related("asked_by"), pk=pk)
    here = Tenant.objects.filter(slug=received.holds.get("slug", "")).first() if received.state == "importee" else None
    return render(request, "console/import.html", {"received": received, "form": ConfirmImportForm(), "here": here})


@operator_only
@require_POST
def check(request, pk: int):
    imports.ask_for_check(get_object_or_404(Import, pk=pk))
    return redirect("console_import", pk)


@operator_only
@require_POST
def confirm(request, pk: int):
    form = ConfirmImportForm(request.POST)
    form.full_clean()
    imports.confirm(get_object_or_404(Import, pk=pk), invite=form.cleaned_data["invite"])
    return redirect("console_import", pk)


@operator_only
@require_POST
def discard(request, pk: int):
    if not imports.discard(get_object_or_404(Import, pk=pk)):
        messages.error(request, "Un traitement est en cours sur cette archive. Réessayez quand il sera fini.")
        return redirect("console_import", pk)
    messages.success(request, "L’archive est effacée.")
    return redirect("console_imports")
