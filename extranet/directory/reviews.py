"""The quarterly review: the référent de structure says who is still there, in one click each.

Silence ends nothing. An access ends because somebody says so, or after a long absence (portal.tenancy.dormancy):
whom nobody confirms stays on the référent's dashboard, is recalled once, and staff find them in « Qui travaille où ».
Nobody confirms themselves: a second référent is asked about the first. Where nobody else can answer (no référent, or
one alone), staff do, on the sheet of the affiliation.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from extranet.directory import perms
from extranet.directory.subjects import REVIEWS
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.organisations.models import REVIEWED_EVERY, Affiliation, Organisation
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError

REMINDED_AFTER = datetime.timedelta(days=14)
EARLY_BY = datetime.timedelta(days=30)
"""How long before it is due a confirmation is taken: who came at another time joins the others' review."""

GONE = french("Cette personne ne travaille plus ici : il n’y a rien à confirmer.")
NOT_YOURS = french("Ce rattachement ne se confirme pas ici : il relève de l’administration de l’espace.")
WHAT_IT_IS = french(
    "Tous les trois mois, vous dites qui travaille toujours dans votre organisation : un clic par personne. "
    "Sans réponse de votre part, aucun accès ne prend fin."
)


def url_of(organisation: Organisation | int) -> str:
    """Return where the review of an organisation is, its progress first."""
    return f"{reverse('own_team')}#revue-{getattr(organisation, 'pk', organisation)}"


def title_of(organisation: Organisation, count: int) -> str:
    colleagues = "collègue" if count == 1 else "collègues"
    return french(f"Revue trimestrielle : {count} {colleagues} à confirmer – {organisation}")


def asked_of(referent: Membership, day: datetime.date) -> QuerySet[Affiliation]:
    """Return the colleagues whom this member is asked to confirm on that day, in all their organisations."""
    theirs = Affiliation.objects.of_referent(referent).values("organisation")
    return Affiliation.objects.to_confirm(day).filter(organisation__in=theirs).exclude(membership=referent)


@transaction.atomic
def confirm_colleague(affiliation: Affiliation, *, by: Membership) -> bool:
    """Write that a colleague is still there today, and return whether that was to be said: a second click is not.

    Raises RefusedError where the policy says no, and when the colleague has left in the meantime.
    """
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("membership", "organisation")
    affiliation = rows.get(pk=affiliation.pk)
    if affiliation.ended_on and perms.may_bring_in(by, affiliation.organisation):
        raise RefusedError(GONE)
    if not perms.may_confirm(by, affiliation):
        raise RefusedError(NOT_YOURS)
    today = timezone.localdate()
    if affiliation.to_confirm_from - EARLY_BY > today:
        return False
    affiliation.confirmed_on = today
    affiliation.save(update_fields=["confirmed_on"])
    log(affiliation, "organisations.affiliation_confirmed", user=by.user, title=str(affiliation))
    return True


@transaction.atomic
def tell_referents() -> None:
    """Tell the référents of the asking tenant whose review is due: once a quarter, and again after two weeks.

    Safe to run twice: the day is written on the organisation, whose row is locked while they are told.
    """
    today = timezone.localdate()
    asked = _by_organisation(Affiliation.objects.to_confirm(today).order_by("pk"))
    referents = _by_organisation(Affiliation.objects.referents().select_related("membership__user").order_by("pk"))
    due = Organisation.objects.filter(pk__in=asked.keys() & referents.keys()).order_by("pk")
    for organisation in due.select_for_update(of=("self",), skip_locked=True):
        _tell_of(organisation, asked[organisation.pk], referents[organisation.pk], today)


def _tell_of(
    organisation: Organisation, asked: list[Affiliation], referents: list[Affiliation], today: datetime.date
) -> None:
    """Tell of one review what is to be told today: a new quarter of everybody, a reminder of whom it was told."""
    told, recalled = organisation.review_told_on, organisation.review_recalled_on
    if told is None or told <= today - REVIEWED_EVERY:
        is_told = _tell(organisation, asked, referents)
        organisation.review_told_on, organisation.review_recalled_on = today, None
    elif recalled is None and told <= today - REMINDED_AFTER:
        late = [row for row in asked if row.to_confirm_from <= told]
        is_told = _tell(organisation, late, referents, again=True)
        organisation.review_recalled_on = today
    else:
        return
    if is_told:
        organisation.save(update_fields=["review_told_on", "review_recalled_on"])


def _by_organisation(rows: Iterable[Affiliation]) -> dict[int, list[Affiliation]]:
    found = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row)
    return found


def _tell(organisation: Organisation, rows: list[Affiliation], referents: list[Affiliation], *, again=False) -> bool:
    """Tell each référent how many colleagues they are asked about, and return whether there was anybody to tell."""
    counts = defaultdict(list)
    for referent in referents:
        if count := sum(row.membership_id != referent.membership_id for row in rows):
            counts[count].append(referent.membership)
    for count, memberships in counts.items():
        title = title_of(organisation, count)
        title = f"Rappel – {title}" if again else title
        notify(memberships, REVIEWS, title=title, url=url_of(organisation), text=WHAT_IT_IS)
    return bool(counts)
