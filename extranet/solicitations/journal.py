"""The journal of solicitations: one line for each act and each reading. It is written, and read, and nothing else."""

from extranet.solicitations.models import JournalEntry, Solicitation
from portal.tenancy.models import Membership

Act = JournalEntry.Act


def write(solicitation: Solicitation, act: Act, *, by: Membership | None, detail: str = "") -> None:
    """Write a line. ``by`` is None for the portal itself. ``detail`` holds no word of the case."""
    JournalEntry.objects.create(
        reference=solicitation.reference, platform_name=solicitation.platform.name, act=act, detail=detail,
        by_key=by.pk if by else None, by_name=str(by.user) if by else "",
    )  # fmt: skip


def write_export(what: str, *, by: Membership) -> None:
    """Write that figures were taken out: they are of no solicitation, and have no reference."""
    JournalEntry.objects.create(act=Act.EXPORTED, detail=what, by_key=by.pk, by_name=str(by.user))
