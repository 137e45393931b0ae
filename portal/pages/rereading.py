"""« À relire » in the week of the staff: once a week, in one line, to whom something overdue is a matter."""

import datetime
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.database import context
from portal.design.typography import french
from portal.notifications.models import Notice
from portal.notifications.notices import notify
from portal.notifications.subjects import Pace, Subject, declare
from portal.pages.models import ReviewReminder
from portal.pages.reviews import kinds_of, sum_of, waiting_rows
from portal.tenancy.models import Membership, Role

REVIEWS = declare(
    Subject(
        code="relectures", label="Contenus et contacts à relire", pace=Pace.WEEKLY,
        concerns=lambda membership: membership.opens_back_office and bool(kinds_of(membership)),
    )
)  # fmt: skip


@transaction.atomic
def tell_staff(today: datetime.date | None = None) -> None:
    """Tell the staff of the asking tenant what is overdue: once a week, whatever day the job could run.

    Safe to run twice: the week is written in a row that is locked meanwhile. What was said of a past week and has
    not left yet is taken back: only what is true now is told.
    """
    today = today or timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday())
    ReviewReminder.objects.get_or_create(tenant_id=context.current_tenant_id())
    reminder = ReviewReminder.objects.select_for_update().get()
    if reminder.told_on and reminder.told_on >= monday:
        return
    reminder.told_on = today
    reminder.save(update_fields=["told_on"])
    Notice.objects.filter(subject=REVIEWS.code).delete()
    for (count, of_what), memberships in _asked().items():
        title = f"{count} contenus à relire" if count > 1 else "Un contenu à relire"
        url = reverse("reviews:index", settings.ROOT_URLCONF)
        notify(
            memberships, REVIEWS, title=title, url=url, text=french(f"Leur date de relecture est passée : {of_what}.")
        )


def _asked() -> dict[tuple[int, str], list[Membership]]:
    """Return the members for whom something is overdue, by what that is."""
    here = Membership.objects.of(context.current_tenant_id()).active().with_role(*Role.staff())
    found = defaultdict(list)
    for membership in here.select_related("user", "tenant").order_by("pk"):
        rows = waiting_rows(membership)
        if rows is not None and (told := sorted(rows)):
            found[sum_of(told)].append(membership)
    return found
