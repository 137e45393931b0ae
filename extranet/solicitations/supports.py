"""A support from its beginning to its end. Who is in charge of it is ``charges``; what is done in it, ``steps``.

Each verb is atomic, takes the lock of the solicitation, writes the journal and the thread, and raises RefusedError in
words. Who may ask for it is ``perms``: the coordinator begins, names and relieves; today's referent and deputy too
change what is due, note steps and stages, and say the end.
"""

import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from extranet.solicitations import charges, journal, leases, services, supports_telling
from extranet.solicitations.models import Charge, LeaseStage, Message, Solicitation, State, Support
from extranet.solicitations.screening import screened
from portal.design.typography import french, french_date
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

Act, Kind, Outcome = journal.Act, Message.Kind, Support.Outcome
ANNOUNCED = datetime.timedelta(days=60)
LONGEST = datetime.timedelta(days=5 * 366)
DAY = datetime.timedelta(days=1)


@transaction.atomic
def begin(
    solicitation: Solicitation, support: Support, *, referent: Membership, deputy: Membership | None = None,
    text: str = "", by: Membership,
) -> Support:  # fmt: skip
    """Set up the support that answers a studied solicitation: its body, kind and days, and who is in charge of it."""
    screened(text)
    solicitation = services.moved(solicitation, State.SUPPORTED)
    _refuse_first_day(solicitation, support.starts_on)
    _refuse_due(support.starts_on, support.due_on)
    if support.organisation.ended_on or support.organisation.is_proposed:
        raise RefusedError("Cet organisme n’est pas, ou n’est plus, dans l’annuaire.")
    support.solicitation = solicitation
    support.save()
    named = charges.name_the_first(support, referent=referent, deputy=deputy)
    services.answer(solicitation, Act.SUPPORTED, Kind.SUPPORTED, text, by=by)
    for charge in named:
        if charge.membership != by:
            supports_telling.tell_who_is_named(support, charge.role, charge.membership)
    return support


@transaction.atomic
def change(support: Support, *, due_on: datetime.date | None, has_sliding_lease: bool, by: Membership) -> Support:
    """Say until when a support is to last, and whether its lease slides. Nothing is written where nothing changes."""
    support = charges.running(support)
    if (support.due_on, support.has_sliding_lease) == (due_on, has_sliding_lease):
        return support
    _refuse_due(support.starts_on, due_on)
    if not has_sliding_lease and support.lease_stages.exists():
        raise RefusedError("Des étapes du bail glissant sont notées : retirez-les d’abord.")
    support.due_on, support.has_sliding_lease = due_on, has_sliding_lease
    support.save(update_fields=["due_on", "has_sliding_lease"])
    until = f"fin prévue le {day(due_on)}" if due_on else "sans fin prévue"
    lease = "avec bail glissant" if has_sliding_lease else "sans bail glissant"
    text = f"Accompagnement modifié : {until}, {lease}."
    services.note(support.solicitation, Act.STEPPED, Kind.FOLLOWED, by=by, text=french(text), detail="prévisions")
    return support


@transaction.atomic
def end(support: Support, outcome: Outcome, *, on: datetime.date, text: str = "", by: Membership) -> Support:
    """End a support, with its outcome; who is in charge has it until the end of that day. It is not begun again.

    A lease that has slid is noted as such that day, when nobody did before.
    """
    screened(text)
    support = charges.running(support)
    _refuse_last_day(support, on)
    if outcome == Outcome.LEASE_SLID:
        _slide(support, on)
    _end_charges(support, on)
    support.ended_on, support.outcome = on, outcome
    support.save(update_fields=["ended_on", "outcome"])
    said = french(f"Fin de l’accompagnement le {day(on)} : {Outcome(outcome).label}.")
    services.note(
        support.solicitation, Act.FINISHED, Kind.FOLLOWED, by=by, text="\n\n".join(filter(None, [said, text.strip()]))
    )
    supports_telling.tell_of_the_end(support, by=by)
    return support


def day(on: datetime.date) -> str:
    """Return « 1er décembre 2026 »."""
    return french_date(date_format(on, "j F Y"))


def _refuse_first_day(solicitation: Solicitation, on: datetime.date) -> None:
    if on < timezone.localdate(solicitation.submitted_at):
        raise RefusedError("L’accompagnement commence au plus tôt le jour de la sollicitation.")
    if on > timezone.localdate() + ANNOUNCED:
        raise RefusedError("L’accompagnement commence dans les 60 jours.")


def _refuse_due(starts_on: datetime.date, due_on: datetime.date | None) -> None:
    if due_on and due_on < starts_on:
        raise RefusedError("La fin prévue vient après le début.")
    if due_on and due_on > starts_on + LONGEST:
        raise RefusedError("La fin prévue est à plus de cinq ans : vérifiez l’année.")


def _refuse_last_day(support: Support, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise RefusedError("Une fin se note quand elle est venue : donnez un jour passé, ou aujourd’hui.")
    if on < support.starts_on:
        raise RefusedError("La fin vient avant le début de l’accompagnement.")
    done = support.steps.filter(done_on__gt=on).exists() or support.lease_stages.filter(reached_on__gt=on).exists()
    if done:
        raise RefusedError("Une étape est notée après ce jour : corrigez-la, ou donnez une fin qui la suit.")
    relieved = Charge.objects.filter(support=support, starts_on__lte=timezone.localdate())
    changed = relieved.filter(Q(starts_on__gt=on) | Q(ends_on__gt=on + DAY, ends_on__lte=timezone.localdate()))
    if changed.exists():
        raise RefusedError("Un relais est noté après ce jour : donnez une fin qui le suit.")


def _slide(support: Support, on: datetime.date) -> None:
    """Note that the lease has slid. Raises RefusedError where it cannot have."""
    if not support.has_sliding_lease:
        raise RefusedError("Cet accompagnement n’a pas de bail glissant.")
    reached = dict(support.lease_stages.values_list("stage", "reached_on"))
    if leases.Stage.SLID in reached:
        return
    if fault := leases.fault_of(reached | {leases.Stage.SLID: on}):
        raise RefusedError(fault)
    LeaseStage.objects.create(support=support, stage=leases.Stage.SLID, reached_on=on)


def _end_charges(support: Support, on: datetime.date) -> None:
    """End every charge after that day; one that has not begun never was."""
    open_ones = Charge.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on + DAY), support=support)
    open_ones.filter(starts_on__gt=on).delete()
    open_ones.filter(Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))).update(ends_on=on + DAY)
