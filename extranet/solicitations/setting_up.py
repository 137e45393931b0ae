"""What an authority does before, and around, its solicitations: record the impact assessment, switch the module.

Each verb is atomic, logged with who did it, and safe to call twice. The database holds the rule too (migration 0004).
"""

import contextlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from extranet.solicitations.models import ImpactAssessment
from portal.design.typography import french
from portal.tenancy.cache import refresh
from portal.tenancy.models import Module, Tenant
from portal.tenancy.services import RefusedError

TRIGGERS = ("solicitations_open_with_their_assessment",)
NOT_ASSESSED = french(
    "Les sollicitations ne peuvent pas encore ouvrir : l’analyse d’impact n’est pas consignée. L’administration de ce "
    "portail la consigne par « Gestion des sollicitations », dans l’espace professionnel."
)
RECORDED, CHANGED = "solicitations.assessment_recorded", "solicitations.assessment_changed"
OPENED, CLOSED = "solicitations.opened", "solicitations.closed"
ACTIONS = {
    RECORDED: "Analyse d’impact consignée",
    CHANGED: "Analyse d’impact modifiée",
    OPENED: "Sollicitations ouvertes",
    CLOSED: "Sollicitations fermées",
}


class NotAssessedError(RefusedError):
    """The module may not be on yet; the message says why, in French."""


def assessment_of(tenant: Tenant) -> ImpactAssessment | None:
    """Return what ``tenant`` recorded. Asked as the platform, or as the tenant."""
    return ImpactAssessment.objects.filter(tenant=tenant).first()


def refuse_unless_assessed(tenant: Tenant) -> None:
    """Raise NotAssessedError, in words, unless ``tenant`` may have the module on."""
    if assessment_of(tenant) is None:
        raise NotAssessedError(NOT_ASSESSED)


@contextlib.contextmanager
def refused_in_words(tenant: Tenant) -> Iterator[None]:
    """Save ``tenant`` inside the block. Raises NotAssessedError where the database refuses to switch the module on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not any(name in (error.__cause__.diag.context or "") for name in TRIGGERS):
            raise
        tenant.refresh_from_db()
        raise NotAssessedError(NOT_ASSESSED) from error


@transaction.atomic
def record(assessment: ImpactAssessment, *, by) -> ImpactAssessment:
    """Save what was decided, for the tenant that asks. Raises ValidationError, by field, unless it is whole."""
    assessment.adopt_tenant()
    _locked(assessment.tenant_id)
    before = ImpactAssessment.objects.filter(tenant=assessment.tenant_id).first()
    if before:
        assessment.pk = before.pk  # somebody may have recorded the first one meanwhile: it is one row
    assessment._state.adding = before is None
    assessment.recorded_at = timezone.now()
    assessment.full_clean()
    assessment.save()
    changed = _changed(before, assessment) if before else []
    if changed or not before:
        log(assessment, CHANGED if before else RECORDED, user=by, data={"changed": changed})
    return assessment


@transaction.atomic
def switch_on(tenant: Tenant, *, by) -> bool:
    """Open solicitations; return whether they were closed. Raises NotAssessedError before the assessment."""
    tenant = _locked(tenant.pk)
    refuse_unless_assessed(tenant)
    if tenant.has_module(Module.SOLICITATIONS):
        return False
    return _switched(tenant, [*tenant.modules, Module.SOLICITATIONS], OPENED, by)


@transaction.atomic
def switch_off(tenant: Tenant, *, by) -> bool:
    """Close solicitations to everybody; return whether they were open. Nothing is erased before its term."""
    tenant = _locked(tenant.pk)
    if not tenant.has_module(Module.SOLICITATIONS):
        return False
    return _switched(tenant, [each for each in tenant.modules if each != Module.SOLICITATIONS], CLOSED, by)


def _switched(tenant: Tenant, modules: list[str], action: str, by) -> bool:
    tenant.modules = modules
    tenant.save(update_fields=["modules"])
    refresh(tenant.pk)
    if assessment := assessment_of(tenant):
        log(assessment, action, user=by)
    return True


def _locked(tenant_id: int) -> Tenant:
    return Tenant.objects.select_for_update(no_key=True).get(pk=tenant_id)


def _changed(before: ImpactAssessment, after: ImpactAssessment) -> list[str]:
    """Return the names of what is said otherwise than before."""
    names = [field.name for field in ImpactAssessment._meta.fields if field.editable and field.name != "id"]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def refuse_by_field(error: ValidationError, form) -> None:
    """Show, by its field, what the verb refused."""
    for name, said in error.message_dict.items():
        form.add_error(name if name in form.fields else None, said)


def history_of(assessment: ImpactAssessment | None, most: int = 10) -> list[ModelLogEntry]:
    """Return who recorded, changed, opened or closed, the latest first."""
    if assessment is None:
        return []
    entries = ModelLogEntry.objects.for_instance(assessment).select_related("user")
    return list(entries.order_by("-timestamp", "-pk")[:most])
