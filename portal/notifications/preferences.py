"""How soon each member wants mail about each subject: what they chose, else the subject's own pace."""

from collections.abc import Iterable

from portal.notifications.models import ChosenPace
from portal.notifications.subjects import SUBJECTS, Pace, Subject
from portal.tenancy.models import Membership


def subjects_for(membership: Membership) -> list[Subject]:
    """Return what this member may be told about, in the order of words."""
    found = (subject for subject in SUBJECTS.values() if subject.concerns(membership))
    return sorted(found, key=lambda subject: subject.label)


def paces_of(membership: Membership) -> dict[str, Pace]:
    """Return the pace of every subject for one member, by code."""
    chosen = dict(ChosenPace.objects.filter(membership=membership).values_list("subject", "pace"))
    return {code: Pace(chosen.get(code, subject.pace)) for code, subject in SUBJECTS.items()}


def paces_for(memberships: Iterable[Membership], subject: Subject) -> dict[int, Pace]:
    """Return the pace of one subject for many members, by the primary key of the membership."""
    keys = [membership.pk for membership in memberships]
    rows = ChosenPace.objects.filter(membership__in=keys, subject=subject.code).values_list("membership", "pace")
    return dict.fromkeys(keys, subject.pace) | {key: Pace(pace) for key, pace in rows}


def choose(membership: Membership, paces: dict[str, Pace]) -> None:
    """Keep the pace of these subjects, by code. Saying it twice changes nothing more."""
    ChosenPace.objects.bulk_create(
        [
            ChosenPace(tenant_id=membership.tenant_id, membership=membership, subject=code, pace=pace)
            for code, pace in paces.items()
        ],
        update_conflicts=True,
        unique_fields=["membership", "subject"],
        update_fields=["pace"],
    )
