"""An agenda as it is read: its parts in order, their items numbered through."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch

from extranet.committees.models import Item, Meeting, Paper, Section
from portal.documents.models import Version
from portal.organisations.models import Audience


@dataclass
class Part:
    """A section and its items; ``section`` is None for what stands before all parts."""

    section: Section | None
    items: list[Item] = field(default_factory=list)


def papers_of(meeting: Meeting) -> list[Paper]:
    """Return the papers of a meeting, each document with its audience and its current version, and whether it is for
    the whole committee, as ``is_for_all``. Two queries.
    """
    named = Audience.circles.through.objects.filter(
        audience=OuterRef("document__audience"), circle=meeting.committee.circle_id
    )
    versions = Prefetch("document__versions", Version.objects.filter(is_current=True), to_attr="currents")
    rows = Paper.objects.filter(meeting=meeting).select_related("item", "document__audience", "document__folder")
    papers = list(rows.annotate(names_committee=Exists(named)).prefetch_related(versions))
    for paper in papers:
        paper.is_for_all = paper.names_committee or paper.document.audience.reach != Audience.Reach.CHOSEN
    return papers


def agenda_of(meeting: Meeting, papers: list[Paper]) -> list[Part]:
    """Return the parts of an agenda. Each item has ``number``, ``its_papers``, ``is_first`` and ``is_last``."""
    sections = list(meeting.sections.all())
    parts = {None: Part(None)} | {section.pk: Part(section) for section in sections}
    for item in meeting.items.select_related("came_from__meeting"):
        parts[item.section_id].items.append(item)
    number = 0
    for part in parts.values():
        for place, item in enumerate(part.items):
            number += 1
            item.number, item.its_papers = number, [paper for paper in papers if paper.item_id == item.pk]
            item.is_first, item.is_last = place == 0, place == len(part.items) - 1
    return [part for part in parts.values() if part.section or part.items]
