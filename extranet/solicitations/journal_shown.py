"""The journal as it is shown: of one solicitation to who keeps it, of all to the administration."""

from dataclasses import dataclass

from extranet.solicitations.models import JournalEntry, Solicitation

MOST = 200
"""Lines of one solicitation on its page; the administration’s journal has them all."""


@dataclass(frozen=True)
class Lines:
    entries: list[JournalEntry]
    is_cut: bool
    readers: list[str]
    """Who has read it, each once, the latest first."""


def lines_of(solicitation: Solicitation) -> Lines:
    """Return the lines of a solicitation, the latest first, for ``solicitations/_journal.html``. One query."""
    found = list(JournalEntry.objects.filter(reference=solicitation.reference).order_by("-at", "-pk")[: MOST + 1])
    read = (entry.by_name for entry in found[:MOST] if entry.act == JournalEntry.Act.READ and entry.by_name)
    return Lines(found[:MOST], len(found) > MOST, list(dict.fromkeys(read)))
