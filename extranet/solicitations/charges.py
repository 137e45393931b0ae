"""Who is the referent of a support, and their deputy: naming them, handing over, and what follows when one leaves.

The rows of Charge are the history: at most one referent and one deputy a day, and nobody is both. The referent's
days follow each other without a gap, but where it is said: nobody is named yet, or who was left the portal.
"""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from extranet.solicitations import services, supports_telling
from extranet.solicitations.models import Charge, JournalEntry, Message, Support
from extranet.solicitations.screening import screened
from portal.design.typography import french, french_date
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.services import RefusedError

FARTHEST = datetime.timedelta(days=366)
WORDS = {Charge.Role.REFERENT: "La référence de l’accompagnement", Charge.Role.DEPUTY: "La suppléance"}


def may_be_named(membership: Membership) -> bool:
    """Any member with an open access, but those who are élus alone: they read figures, and no situation."""
    return membership.ended_at is None and membership.user.is_active and membership.roles != [Role.ELECTED]


def people_to_name(tenant: Tenant) -> QuerySet[Membership]:
    """Return those who may be named, as the forms choose among them."""
    return Membership.objects.of(tenant).active().exclude(roles=[Role.ELECTED])


def running(support: Support) -> Support:
    """Return a support as it stands, its solicitation locked. Raises RefusedError once it has ended."""
    solicitation = services.locked(support.solicitation)
    support = Support.objects.select_related("organisation").get(pk=support.pk)
    support.solicitation = solicitation
    if not support.is_running:
        raise RefusedError("Cet accompagnement est terminé.")
    return support


def name_the_first(support: Support, *, referent: Membership, deputy: Membership | None) -> list[Charge]:
    """Name who is in charge from the first day of a support; the verb that begins it calls this."""
    if deputy == referent:
        raise RefusedError("Choisissez deux personnes : on ne se supplée pas soi-même.")
    named = [(Charge.Role.REFERENT, referent), *([(Charge.Role.DEPUTY, deputy)] if deputy else [])]
    for _, person in named:
        _refuse_to_name(person)
    return [
        Charge.objects.create(support=support, role=role, membership=person, starts_on=support.starts_on)
        for role, person in named
    ]


@transaction.atomic
def hand_over(
    support: Support, role: Charge.Role, to: Membership | None, *, on: datetime.date, reason: str, by: Membership
) -> Support:
    """Give a role to somebody from that day on, or (None) to nobody. Who had it has it no more that day.

    What was planned for later is replaced. A deputy who becomes the referent deputises no more. Raises RefusedError
    for who has the role already, for a day before it was taken, and without a reason where somebody is relieved.
    """
    screened(reason)
    support = running(support)
    _refuse_day(support, on)
    if to:
        _refuse_to_name(to)
    relieved = _freed(support, role, on, to)
    if relieved and not reason.strip():
        raise RefusedError("Dites pourquoi : l’historique le garde.")
    if to and role == Charge.Role.DEPUTY and _held(support, Charge.Role.REFERENT, on).filter(membership=to).exists():
        raise RefusedError("Cette personne est référente, ou va l’être : choisissez quelqu’un d’autre.")
    if to and role == Charge.Role.REFERENT:
        _cut(_held(support, Charge.Role.DEPUTY, on).filter(membership=to), on, reason)
    for charge in relieved:
        charge.reason = reason.strip()
        charge.save(update_fields=["reason"])
    if to:
        _give(support, role, to, on)
    _note(support, role, f"{_what(role, to)} à partir du {_day(on)}.", reason, by=by)
    if to and to != by:
        supports_telling.tell_who_is_named(support, role, to)
    return support


@transaction.atomic
def leave_all(membership: Membership, *, on: datetime.date) -> None:
    """End what somebody who left the portal had in charge; the coordinator is told, and names another."""
    held = Charge.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), membership=membership)
    supports = Support.objects.filter(pk__in=held.values("support")).select_related("solicitation")
    for support in supports.order_by("solicitation_id"):
        support.solicitation = services.locked(support.solicitation)
        roles = sorted(set(held.filter(support=support).values_list("role", flat=True)))
        _cut(held.filter(support=support), on, "")
        for role in map(Charge.Role, roles):
            _note(support, role, f"{WORDS[role]} est à confier : qui l’avait a quitté le portail.", "", by=None)
        supports_telling.tell_who_left(support)


def _refuse_to_name(person: Membership) -> None:
    if not may_be_named(person):
        raise RefusedError("Cette personne ne peut pas être nommée : choisissez un membre, qui ne soit pas élu.")


def _refuse_day(support: Support, on: datetime.date) -> None:
    if on < support.starts_on:
        raise RefusedError("Ce jour vient avant le début de l’accompagnement.")
    if on > timezone.localdate() + FARTHEST:
        raise RefusedError(french("Un relais s’annonce un an à l’avance au plus."))


def _held(support: Support, role: Charge.Role, on: datetime.date) -> QuerySet[Charge]:
    """Return who has the role on that day or later."""
    return Charge.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), support=support, role=role)


def _freed(support: Support, role: Charge.Role, on: datetime.date, to: Membership | None) -> list[Charge]:
    """Free the role from that day on; return the charges that end by it."""
    begun = Charge.objects.filter(support=support, role=role, starts_on__lte=timezone.localdate())
    if begun.filter(starts_on__gt=on).exists() or begun.filter(ends_on__gt=on, ends_on__lte=timezone.localdate()):
        raise RefusedError("Ce jour vient avant le dernier relais : donnez un jour qui le suit.")
    holders = list(_held(support, role, on).order_by("starts_on", "pk"))
    if not holders and to is None:
        raise RefusedError("Personne n’a ce rôle à partir de ce jour.")
    if len(holders) == 1 and to and _has_it_already(holders[0], to, on):
        raise RefusedError("Cette personne a déjà ce rôle.")
    return _cut(_held(support, role, on), on, "")


def _has_it_already(charge: Charge, to: Membership, on: datetime.date) -> bool:
    return charge.membership_id == to.pk and charge.starts_on <= on and charge.ends_on is None


def _cut(charges: QuerySet[Charge], on: datetime.date, reason: str) -> list[Charge]:
    """End charges on a day; one that would begin on it or later, and has not begun, never was."""
    today, kept = timezone.localdate(), []
    for charge in charges.order_by("starts_on", "pk"):
        if charge.starts_on >= on and charge.starts_on > today:
            charge.delete()
            continue
        charge.ends_on, charge.reason = max(on, charge.starts_on), reason.strip() or charge.reason
        charge.save(update_fields=["ends_on", "reason"])
        kept.append(charge)
    return kept


def _give(support: Support, role: Charge.Role, to: Membership, on: datetime.date) -> None:
    """Give the role; who had it until that very day keeps it, and the plan of a relief is undone."""
    before = Charge.objects.filter(support=support, role=role, membership=to, ends_on=on, starts_on__lte=on).first()
    if before:
        before.ends_on, before.reason = None, ""
        before.save(update_fields=["ends_on", "reason"])
    else:
        Charge.objects.create(support=support, role=role, membership=to, starts_on=on)


def _note(support: Support, role: Charge.Role, text: str, reason: str, *, by: Membership | None) -> None:
    """Say it in the thread, without a name: the history of the support has it."""
    said = f"{text} Motif : {reason.strip()}" if reason.strip() else text
    services.note(
        support.solicitation, JournalEntry.Act.CHARGED, Message.Kind.FOLLOWED, by=by, text=french(said),
        detail=role.label,
    )  # fmt: skip


def _what(role: Charge.Role, to: Membership | None) -> str:
    return f"{WORDS[role]} change" if to else f"{WORDS[role]} n’est plus confiée à personne"


def _day(day: datetime.date) -> str:
    return french_date(date_format(day, "j F Y"))
