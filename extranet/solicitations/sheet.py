"""What the page of a solicitation shows: where it stands, whose turn it is, who reads it, what one may do."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone

from extranet.solicitations import acting, perms
from extranet.solicitations.guests import OPEN
from extranet.solicitations.journal_shown import lines_of
from extranet.solicitations.models import Guest, JournalEntry, Message, Solicitation, State, StudyMeeting
from extranet.solicitations.supports_shown import support_of
from portal.accounts.models import User
from portal.design.typography import french
from portal.tenancy.models import Membership, Module
from portal.territories.models import who_answers


@dataclass(frozen=True)
class Turn:
    """Who must act now, in a sentence; ``is_mine``: whoever reads it."""

    words: str
    is_mine: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the thread, as ``components/thread.html`` draws it; ``by`` is an account, or None."""

    get_kind_display: str
    by: User | None
    created_at: datetime.datetime
    text: str
    is_from_the_sender: bool


@dataclass(frozen=True)
class Reader:
    """Somebody who read the page, as the journal has it: nobody's row, a name and when."""

    name: str
    last_at: datetime.datetime
    times: int


def sheet_of(solicitation: Solicitation, membership: Membership) -> dict:
    """Return what the template is told. The number of queries is always the same."""
    keeps = perms.may_answer(membership, solicitation)
    is_author = perms.is_author(membership, solicitation)
    support = support_of(solicitation, membership)
    return {
        "solicitation": solicitation, "keeps": keeps, "is_author": is_author,
        "may_write": perms.may_write(membership, solicitation),
        "turn": turn_of(solicitation, membership, support, keeps=keeps),
        "may_present": keeps and solicitation.is_under_way and membership.tenant.has_module(Module.COMMITTEES),
        "thread": thread_of(solicitation),
        "guests": list(Guest.objects.active().filter(solicitation=solicitation).select_related("membership__user")),
        "meetings": list(StudyMeeting.objects.filter(solicitation=solicitation)),
        "readers": readers_of(solicitation) if is_author and not keeps else [],
        "journal": lines_of(solicitation) if keeps else None,
        "deeds": acting.possible(solicitation) if keeps else [],
        "may_invite": keeps and solicitation.state in OPEN and not solicitation.erased_at,
        "support": support,
    }  # fmt: skip


def thread_of(solicitation: Solicitation) -> list[Line]:
    """Return what happened and what was written, the oldest first."""
    rows = Message.objects.filter(solicitation=solicitation).select_related("by__user")
    return [
        Line(row.get_kind_display(), row.by and row.by.user, row.created_at, row.text,
             is_from_the_sender=row.by is not None and row.by_id == solicitation.asked_by_id)
        for row in rows
    ]  # fmt: skip


def readers_of(solicitation: Solicitation) -> list[Reader]:
    """Return who read it, the last one first."""
    entries = JournalEntry.objects.filter(reference=solicitation.reference, act=JournalEntry.Act.READ).order_by()
    rows = entries.values("by_key", "by_name").annotate(last_at=Max("at"), times=Count("pk")).order_by("-last_at")
    return [Reader(row["by_name"], row["last_at"], row["times"]) for row in rows]


def turn_of(solicitation: Solicitation, membership: Membership, support: dict | None, *, keeps: bool) -> Turn:
    """Say in plain words what is awaited, and from whom."""
    is_author = perms.is_author(membership, solicitation)
    if solicitation.is_draft:
        return Turn("C’est un brouillon, que vous seul ou vous seule voyez : rien n’est envoyé.", is_mine=True)
    if solicitation.state == State.TO_COMPLETE:
        return _partner_s_turn(solicitation, is_author=is_author)
    if solicitation.is_waiting:
        return _platform_s_turn(solicitation, membership, keeps=keeps)
    if solicitation.state == State.SUPPORTED:
        what = "est en cours" if support and support["support"].is_running else "est terminé"
        return Turn(f"La réponse est donnée : l’accompagnement renforcé {what}.")
    return Turn("La réponse est donnée : personne n’a plus rien à faire ici.")


def _partner_s_turn(solicitation: Solicitation, *, is_author: bool) -> Turn:
    if is_author:
        return Turn(french("Un complément vous est demandé : c’est à vous de répondre."), is_mine=True)
    name = str(solicitation.asked_by.user) if solicitation.asked_by else "la personne qui a demandé"
    return Turn(french(f"Un complément est demandé : c’est à {name} de répondre."))


def _platform_s_turn(solicitation: Solicitation, membership: Membership, *, keeps: bool) -> Turn:
    since = waits(solicitation)
    what = "de dire ce qui suit" if solicitation.state == State.STUDIED else "de répondre"
    user = who_answers(solicitation.platform, timezone.localdate())
    if user is None:
        words = "Personne ne coordonne cette plateforme aujourd’hui : l’administration est prévenue, pour nommer"
        return Turn(french(f"{words} quelqu’un. La demande {since}."))
    if user.pk == membership.user_id:
        return Turn(french(f"C’est à vous {what} : la demande {since}."), is_mine=True)
    also = " ou à vous" if keeps else ""
    return Turn(french(f"C’est à {user}{also}, pour la {solicitation.platform.title}, {what} : la demande {since}."))


def waits(solicitation: Solicitation) -> str:
    """Return « attend depuis 3 jours », « attend depuis moins d’un jour »."""
    days = solicitation.days_waiting
    if not days:
        return "attend depuis moins d’un jour"
    return f"attend depuis {days} jour{'s' if days > 1 else ''}"
