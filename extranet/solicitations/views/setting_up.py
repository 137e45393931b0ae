"""The administration records its impact assessment, opens and closes solicitations, and takes the register’s entry."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone

from extranet.solicitations import perms, register, setting_up
from extranet.solicitations.grounds import grounds_of
from extranet.solicitations.models import ImpactAssessment
from extranet.solicitations.setup_forms import AssessmentForm
from extranet.solicitations.views.administering import (
    ask_then_do,
    done,
    drawn,
    file_of,
    looked_at,
    of_the_administration,
)
from portal.design.spreadsheets import XLSX

HOME = "solicitations_setup"
PDF = "application/pdf"


@looked_at
@of_the_administration
def setup(request):
    assessment = setting_up.assessment_of(request.tenant)
    context = {
        "assessment": assessment, "grounds": grounds_of(request.tenant), "is_open": perms.is_open(request.tenant),
        "history": setting_up.history_of(assessment),
    }  # fmt: skip
    return drawn(request, "setup", context)


@ask_then_do
@of_the_administration
def assessment(request):
    known = setting_up.assessment_of(request.tenant)
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        instance=known or ImpactAssessment(tenant=request.tenant, controller=request.tenant.name),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            setting_up.record(form.instance, by=request.user)
        except ValidationError as error:
            setting_up.refuse_by_field(error, form)
        else:
            return done(request, "L’analyse d’impact est consignée.", HOME)
    return drawn(request, "assessment", {"form": form, "is_known": known is not None}, form)


@ask_then_do
@of_the_administration
def switch_on(request):
    if request.method != "POST":
        context = {"is_on": False, "grounds": grounds_of(request.tenant), "is_open": perms.is_open(request.tenant)}
        return drawn(request, "switch", context)
    try:
        setting_up.switch_on(request.tenant, by=request.user)
    except setting_up.NotAssessedError as refusal:
        messages.error(request, refusal.message)
        return redirect("solicitations_assessment")
    return done(request, "Les sollicitations sont ouvertes à tous les membres.", HOME)


@ask_then_do
@of_the_administration
def switch_off(request):
    if request.method != "POST":
        context = {"is_on": True, "grounds": grounds_of(request.tenant), "is_open": perms.is_open(request.tenant)}
        return drawn(request, "switch", context)
    setting_up.switch_off(request.tenant, by=request.user)
    return done(request, "Les sollicitations sont fermées.", HOME)


def _entry_or_none(request):
    """Return the assessment that the register tells, or say that there is none yet."""
    known = setting_up.assessment_of(request.tenant)
    if known is None:
        messages.error(request, "Consignez d’abord l’analyse d’impact : le registre en est fait.")
    return known


@looked_at
@of_the_administration
def register_xlsx(request):
    if (known := _entry_or_none(request)) is None:
        return redirect("solicitations_assessment")
    content = register.as_workbook(request.tenant, known, at=timezone.now())
    return file_of(content, XLSX, f"registre-sollicitations-{request.tenant.slug}.xlsx")


@looked_at
@of_the_administration
def register_pdf(request):
    if (known := _entry_or_none(request)) is None:
        return redirect("solicitations_assessment")
    content = register.as_paper(request.tenant, known, at=timezone.now())
    return file_of(content, PDF, f"registre-sollicitations-{request.tenant.slug}.pdf")
