"""What is done in a support: steps from a closed list, and the stages of a sliding lease."""

import datetime

from django.db import transaction
from django.utils import timezone

from extranet.solicitations import charges, leases, services
from extranet.solicitations.models import JournalEntry, LeaseStage, Message, Step, Support
from extranet.solicitations.screening import screened
from extranet.solicitations.supports import day
from portal.design.typography import french
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError


@transaction.atomic
def note_step(support: Support, kind: Step.Kind, *, on: datetime.date, text: str = "", by: Membership) -> Step:
    """Note a step. The same one, sent twice, is noted once."""
    screened(text)
    support, text = charges.running(support), text.strip()
    _refuse_day(support, on)
    same = support.steps.filter(kind=kind, done_on=on, text=text, by=by).first()
    if same:
        return same
    step = Step.objects.create(support=support, kind=kind, done_on=on, text=text, by=by)
    _write(support, f"Étape : {step.get_kind_display()}, le {day(on)}.", "étape", by=by)
    return step


@transaction.atomic
def drop_step(step: Step, *, by: Membership) -> None:
    """Take back a step that was noted by mistake. Twice takes it back once."""
    support = charges.running(step.support)
    gone = Step.objects.filter(pk=step.pk, support=support)
    if gone.exists():
        gone.delete()
        _write(support, f"Étape retirée : {step.get_kind_display()}, le {day(step.done_on)}.", "étape retirée", by=by)


@transaction.atomic
def note_stage(support: Support, stage: LeaseStage.Stage, *, on: datetime.date, by: Membership) -> LeaseStage:
    """Note on which day a sliding lease reached a stage, or correct that day.

    Raises RefusedError where it cannot follow from the others (``leases.fault_of``).
    """
    support = charges.running(support)
    if not support.has_sliding_lease:
        raise RefusedError("Cet accompagnement n’a pas de bail glissant.")
    _refuse_day(support, on)
    reached = _reached(support)
    if fault := leases.fault_of(reached | {stage: on}):
        raise RefusedError(fault)
    row, _ = LeaseStage.objects.update_or_create(support=support, stage=stage, defaults={"reached_on": on})
    if reached.get(stage) != on:
        _write(support, f"Bail glissant : {row}, le {day(on)}.", "bail glissant", by=by)
    return row


@transaction.atomic
def drop_stage(support: Support, stage: LeaseStage.Stage, *, by: Membership) -> None:
    """Take back a stage that was noted by mistake. Raises RefusedError while another one stands on it."""
    support = charges.running(support)
    reached = _reached(support)
    if stage not in reached:
        return
    del reached[stage]
    if fault := leases.fault_of(reached):
        raise RefusedError(fault)
    support.lease_stages.filter(stage=stage).delete()
    _write(support, f"Bail glissant, étape retirée : {LeaseStage.Stage(stage).label}.", "bail glissant", by=by)


def _reached(support: Support) -> dict[str, datetime.date]:
    return dict(support.lease_stages.values_list("stage", "reached_on"))


def _refuse_day(support: Support, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise RefusedError("On note ce qui est fait : donnez un jour passé, ou aujourd’hui.")
    if on < support.starts_on:
        raise RefusedError(
            french(f"L’accompagnement a commencé le {day(support.starts_on)} : donnez un jour qui suit.")
        )


def _write(support: Support, text: str, detail: str, *, by: Membership) -> None:
    services.note(
        support.solicitation, JournalEntry.Act.STEPPED, Message.Kind.FOLLOWED, by=by, text=french(text), detail=detail
    )
