"""The convocation on paper: who is called, when, where, and the whole agenda, with the papers that they may read."""

from collections import defaultdict

from django.utils import timezone
from django.utils.formats import date_format

from events.letters import LINK
from events.words import when
from extranet.committees.decided import follow_ups
from extranet.committees.models import Decision, Item, Meeting
from extranet.committees.perms import may_read_papers, seats_of
from extranet.committees.words import called, place_of
from portal.design.papers import print_paper
from portal.design.typography import french_date
from portal.documents.models import Document
from portal.pages.pictures import letterhead_of
from portal.tenancy.models import Membership


def paper_of(meeting: Meeting, membership: Membership) -> bytes:
    """Print somebody's convocation (PDF/UA-1), with the agenda as it is now."""
    committee = meeting.committee
    papers = _papers_by_item(meeting, membership)
    organisations = [str(each) for each in seats_of(membership, committee)]
    data = {
        "name": str(membership.user), "organisations": ", ".join(organisations), "committee": committee.name,
        "facts": [
            ["Intitulé", meeting.title], ["Date", when(meeting.starts_at, meeting.ends_at)],
            ["Lieu", place_of(meeting)], [LINK, meeting.remote_link], ["À savoir", meeting.note],
            ["Secrétariat", str(committee.secretary.user) if committee.secretary else ""],
        ],
        "parts": [
            {"title": part, "items": [_item(each, papers) for each in items]} for part, items in parts(meeting)
        ],
        "papers": papers[None], "follow_ups": [_follow_up(each) for each in follow_ups(meeting)],
    }  # fmt: skip
    title = f"Convocation : {called(meeting)}"
    return print_paper(
        "committees/convocation", data, look=letterhead_of(meeting.tenant), title=title, at=timezone.now()
    )


def _follow_up(decision: Decision) -> str:
    due = f", pour le {french_date(date_format(decision.due_on, 'j F Y'))}" if decision.due_on else ""
    return f"{decision.reference} – {decision.title} ({decision.get_state_display()}{due})"


def parts(meeting: Meeting) -> list[tuple[str, list[Item]]]:
    """Return the agenda part by part, with the title of each: first what is in none, then the parts that hold items."""
    of_part = defaultdict(list)
    for item in meeting.items.all():
        of_part[item.section_id].append(item)
    sections = [(each.title, of_part[each.pk]) for each in meeting.sections.all()]
    return [(title, items) for title, items in [("", of_part[None]), *sections] if items]


def papers_for(meeting: Meeting, membership: Membership) -> list[Document]:
    """Return the papers of a meeting that this person may read, in order."""
    return [document for document, _ in _readable(meeting, membership)]


def _papers_by_item(meeting: Meeting, membership: Membership) -> dict[int | None, list[str]]:
    found = defaultdict(list)
    for document, item in _readable(meeting, membership):
        found[item].append(document.title)
    return found


def _readable(meeting: Meeting, membership: Membership) -> list[tuple[Document, int | None]]:
    if not may_read_papers(membership, meeting.committee):
        return []
    readable = Document.objects.visible_to(membership)
    papers = meeting.papers.filter(document__in=readable.values("pk")).select_related("document")
    return [(each.document, each.item_id) for each in papers]


def _item(item: Item, papers: dict[int | None, list[str]]) -> dict:
    facts = [item.get_aim_display(), item.presenter, f"{item.minutes} min" if item.minutes else ""]
    return {"title": item.title, "text": item.text, "facts": ", ".join(filter(None, facts)), "papers": papers[item.pk]}
