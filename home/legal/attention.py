"""What waits for staff: complaints without an answer, and a legal pack that is not whole."""

from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Trim

from home.legal.models import MANDATORY, AccessibilityComplaint, AccessibilityScheme, LegalIdentity
from home.legal.subjects import KEEPERS
from portal.tenancy.models import Membership, Role

COMPLAINT, PACK = "legal.complaint", "legal.pack"


def waiting_rows(membership: Membership) -> QuerySet | None:
    """Return (kind, key, title, at) of each thing that this member should see to, or None without the role."""
    if not membership.has_role(*KEEPERS):
        return None
    rows = _complaints()
    return rows.union(_pack(), all=True).order_by() if membership.has_role(Role.ADMINISTRATION) else rows


def _complaints() -> QuerySet:
    """``at`` is the moment when the complaint came: the answer is due seven days later."""
    return _rows(AccessibilityComplaint.objects.waiting(), COMPLAINT, F("page"), F("received_at"))


def _pack() -> QuerySet:
    """One row while something is missing, since the tenant began."""
    trimmed = {f"said_{name}": Trim(name) for name in MANDATORY}
    is_empty = Q(*[(name, "") for name in trimmed], _connector=Q.OR)
    scheme = Exists(AccessibilityScheme.objects.filter(tenant=OuterRef("tenant")).current())
    missing = LegalIdentity.objects.alias(**trimmed).filter(is_empty | ~scheme)
    return _rows(missing, PACK, Value("Mentions légales et accessibilité à compléter"), F("tenant__created_at"))


def _rows(rows: QuerySet, kind: str, title, at) -> QuerySet:
    said = {
        "kind": Value(kind, CharField()), "key": Cast("pk", CharField()), "title": Cast(title, CharField()),
        "at": Cast(at, DateTimeField()),
    }  # fmt: skip
    return rows.order_by().annotate(**said).values_list(*said)
