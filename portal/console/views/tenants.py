"""Tenants: the list with what each uses, opening one, its state, its modules, its host names and its exports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.console import domains
from portal.console.decorators import operator_only
from portal.console.figures import usage_of
from portal.console.forms import DomainForm, OpeningForm, TenantForm
from portal.console.models import Export
from portal.console.opening import open_tenant
from portal.console.views.landing import addresses
from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant, TenantDomain

EXPORTS_SHOWN = 5


@operator_only
@require_safe
def index(request):
    tenants = list(Tenant.objects.prefetch_related("domains").order_by("name"))
    usage, urls = usage_of(tenants), addresses(request)
    rows = [(tenant, usage[tenant.pk], urls[tenant.pk]) for tenant in tenants]
    return render(request, "console/tenants.html", {"rows": rows})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tenant, is_new = open_tenant(**form.cleaned_data, by=request.account)
        except ValidationError as error:
            form.refuse(error)
        else:
            words = (
                "est ouvert, en préparation. L’invitation est partie." if is_new else "existait déjà : rien n’a changé."
            )
            messages.success(request, f"Le portail « {tenant.name} » {words}")
            return redirect("console_tenant", tenant.slug)
    return render(request, "console/create.html", {"form": form})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def tenant(request, slug: str):
    tenant = get_object_or_404(Tenant, slug=slug)
    form = TenantForm(request.POST or None, instance=tenant)
    if request.method == "POST" and form.is_valid() and form.save_unless_refused():
        refresh(tenant.pk)
        messages.success(request, "Enregistré.")
        return redirect("console_tenant", slug)
    return _sheet(request, tenant, form=form)


@operator_only
@require_POST
def add_domain(request, slug: str):
    tenant = get_object_or_404(Tenant, slug=slug)
    form = DomainForm(tenant, request.POST)
    if not form.is_valid():
        return _sheet(request, tenant, domain_form=form)
    form.save()
    messages.success(request, "Nom d’hôte ajouté.")
    return redirect("console_tenant", slug)


@operator_only
@require_POST
def make_domain_canonical(request, slug: str, pk: int):
    domain = get_object_or_404(TenantDomain.objects.select_related("tenant"), tenant__slug=slug, pk=pk)
    domains.make_canonical(domain)
    messages.success(request, f"Le portail est servi à {domain.host}.")
    return redirect("console_tenant", slug)


@operator_only
@require_POST
def remove_domain(request, slug: str, pk: int):
    domain = get_object_or_404(TenantDomain, tenant__slug=slug, pk=pk)
    try:
        domains.remove_domain(domain)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Le portail ne répond plus à {domain.host}.")
    return redirect("console_tenant", slug)


def _sheet(request, tenant: Tenant, form=None, domain_form=None):
    context = {
        "subject": tenant,
        "usage": usage_of([tenant])[tenant.pk],
        "address": addresses(request)[tenant.pk],
        "exports": Export.objects.filter(tenant_key=tenant.pk).select_related("asked_by")[:EXPORTS_SHOWN],
        "domains": tenant.domains.order_by("-is_canonical", "host"),
        "form": form or TenantForm(instance=tenant),
        "domain_form": domain_form or DomainForm(tenant),
    }
    return render(request, "console/tenant.html", context)
