"""« Qui n’a pas encore ouvert »: the papers of a meeting by the people of its committee."""

from dataclasses import dataclass, field

from extranet.committees.members import people_of
from extranet.committees.models import Meeting, Paper
from extranet.committees.outline import papers_of
from extranet.library.openings import Opening
from portal.documents.models import Reading
from portal.organisations.people import employers, with_employers
from portal.tenancy.models import Membership


@dataclass
class OfPaper:
    """A paper, and each of the people it is for: « 3 sur 11 »."""

    paper: Paper
    rows: list[Opening]

    @property
    def opened(self) -> int:
        return sum(row.has_opened for row in self.rows)

    @property
    def missing(self) -> list[Opening]:
        return [row for row in self.rows if not row.has_opened]


@dataclass
class OfPerson:
    name: str
    organisation: str
    papers: int = 0
    missing: list[Paper] = field(default_factory=list)

    @property
    def opened(self) -> int:
        return self.papers - len(self.missing)


def sheet_of(meeting: Meeting) -> tuple[list[OfPaper], list[OfPerson]]:
    """Return who has opened the current version of each paper, by paper and by person.

    Five queries, and one for each paper that is for certain people other than the committee.
    """
    papers, committee = papers_of(meeting), meeting.committee
    people = list(with_employers(people_of(committee)))
    readings = {
        (reading.document_id, reading.membership_id): reading
        for reading in Reading.objects.filter(
            document__in=[paper.document_id for paper in papers], membership__in=[each.pk for each in people]
        ).select_related("version")
    }
    by_person = {each.pk: OfPerson(str(each.user), ", ".join(employers(each))) for each in people}
    by_paper = []
    for paper in papers:
        rows = []
        for person in people if paper.is_for_all else _those_it_is_for(paper, people):
            row = _row(person, readings.get((paper.document_id, person.pk)), paper.document.current)
            rows.append(row)
            by_person[person.pk].papers += 1
            if not row.has_opened:
                by_person[person.pk].missing.append(paper)
        by_paper.append(OfPaper(paper, rows))
    return by_paper, list(by_person.values())


def _those_it_is_for(paper: Paper, people: list[Membership]) -> list[Membership]:
    members = paper.document.audience.members().filter(pk__in=[each.pk for each in people])
    keys = set(members.order_by("pk").values_list("pk", flat=True))
    return [each for each in people if each.pk in keys]


def _row(person: Membership, reading: Reading | None, current) -> Opening:
    return Opening(
        name=str(person.user),
        organisation=", ".join(employers(person)),
        number=reading.version.number if reading else None,
        last_at=reading.last_at if reading else None,
        has_opened=bool(reading and current and reading.version.number >= current.number),
    )
