"""What a page or a paper shows of minutes: who was there, and each passage under its part, with its errata."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format

from events.words import when
from extranet.committees.attendance import tally_of
from extranet.committees.decided import organisations_of
from extranet.committees.decided import shown as shown_decisions
from extranet.committees.models import Decision, Erratum, Meeting, Minutes, Passage, Presence
from portal.design.papers import print_paper
from portal.design.typography import french, french_date
from portal.pages.pictures import letterhead_of
from portal.tenancy.models import Membership

NAME = "compte-rendu.pdf"
GUESTS = "Invités et équipe"


@dataclass(frozen=True)
class Present:
    """What was noted of an organisation, in words: « Camille Exemple (présent) »."""

    organisation: str
    people: list[str] = field(default_factory=list)


def presents_of(meeting: Meeting) -> list[Present]:
    """Return who came, by organisation and its name, those of none last. One query."""
    rows = meeting.presences.select_related("member__organisation", "membership__user", "represented_by__organisation")
    by_name = defaultdict(list)
    for row in rows:
        by_name[row.member.organisation.name if row.member else ""].append(_said(row))
    return [Present(name or GUESTS, by_name[name]) for name in sorted(by_name, key=lambda name: (not name, name))]


def _said(row: Presence) -> str:
    if row.state == Presence.State.REPRESENTED:
        return f"représenté par {row.represented_by}"
    name = row.name or (str(row.membership.user) if row.membership else "une personne dont l’accès est clos")
    return f"{name} ({row.get_state_display()})"


def passages_of(minutes: Minutes, *, only_written: bool = True) -> list[Passage]:
    """Return the passages in order, those without a word left out, each with ``all_errata``. Two queries."""
    passages = list(minutes.passages.select_related("written_by__user", "item"))
    errata = defaultdict(list)
    for erratum in Erratum.objects.filter(minutes=minutes).select_related("by__user"):
        errata[erratum.passage_id].append(erratum)
    for passage in passages:
        passage.all_errata = errata[passage.pk]
    return [passage for passage in passages if passage.text or not only_written]


def errata_of_the_whole(minutes: Minutes) -> list[Erratum]:
    return list(minutes.errata.filter(passage=None).select_related("by__user"))


def how_approved(minutes: Minutes) -> str:
    """Return « Approuvé le 3 juin 2026, par la réunion du 2 juin 2026 », or nothing before."""
    if not minutes.approved_at:
        return ""
    said = f"Approuvé le {_day(minutes.approved_at)}"
    if minutes.is_approved_by_silence:
        return f"{said}, sans remarque à la fin de la relecture"
    return f"{said}, à la réunion du {_day(minutes.approved_in.starts_at)}"


def how_published(minutes: Minutes) -> str:
    """Return « Publié le 4 juin 2026 par Alice », or nothing before."""
    if not minutes.published_at:
        return ""
    by = f" par {minutes.published_by.user}" if minutes.published_by else ""
    return f"Publié le {_day(minutes.published_at)}{by}"


def _day(at: datetime.datetime) -> str:
    return _date(timezone.localdate(at))


def _date(day: datetime.date) -> str:
    return french_date(date_format(day, "j F Y"))


def shown(minutes: Minutes, reader: Membership | None = None) -> dict:
    """Return what the page of minutes shows, whoever reads: perms were asked."""
    return {
        "minutes": minutes, "meeting": minutes.meeting, "tally": tally_of(minutes.meeting),
        "presents": presents_of(minutes.meeting), "passages": passages_of(minutes),
        "decided": decisions_of(minutes.meeting), "errata": errata_of_the_whole(minutes),
        "approved": how_approved(minutes), "published": how_published(minutes),
    }  # fmt: skip


def paper_of(minutes: Minutes) -> bytes:
    """Print the minutes (PDF/UA-1): a draft says that it is one, errata stand by what they put right."""
    is_final = minutes.state == Minutes.State.PUBLISHED
    tally, meeting = tally_of(minutes.meeting), minutes.meeting
    data = {
        "is_draft": not is_final, "state": minutes.get_state_display(),
        "facts": [
            ["Comité", str(meeting.committee)], ["Réunion", str(meeting) if meeting.title else ""],
            ["Date", when(meeting.starts_at, meeting.ends_at)], ["Lieu", meeting.place],
            ["Compte rendu", ". ".join(each for each in (how_approved(minutes), how_published(minutes)) if each)],
        ],
        "attendance": ". ".join(each for each in (tally.sentence, tally.on_quorum) if each) + ".",
        "presents": [[each.organisation, ", ".join(each.people)] for each in presents_of(meeting)],
        "passages": [_printed(passage) for passage in passages_of(minutes)],
        "decisions": [_decided(each) for each in decisions_of(meeting)],
        "errata": [_put_right(each) for each in errata_of_the_whole(minutes)],
    }  # fmt: skip
    title = french(f"{'Compte rendu' if is_final else 'Projet de compte rendu'} : {meeting}")
    return print_paper("committees/minutes", data, look=letterhead_of(minutes.tenant), title=title, at=timezone.now())


def decisions_of(meeting: Meeting) -> list[Decision]:
    """Return what a meeting decided, by number: what its minutes tell, whoever reads them."""
    return list(shown_decisions(Decision.objects.filter(meeting=meeting)).order_by("year", "number"))


def _decided(decision: Decision) -> list[str]:
    who = [organisations_of(decision), str(decision.person.user) if decision.person else ""]
    words = [decision.title, decision.text]
    due = _date(decision.due_on) if decision.due_on else ""
    return [decision.reference, "\n\n".join(filter(None, words)), ", ".join(filter(None, who)), due]


def _printed(passage: Passage) -> dict:
    errata = [_put_right(each) for each in passage.all_errata]
    return {"part": passage.part, "title": passage.title, "text": passage.text, "errata": errata}


def _put_right(erratum: Erratum) -> str:
    return f"Erratum du {_day(erratum.at)} : {erratum.text}"
