"""The day a member last came: what a long absence is counted from. One write a day, and nothing of what they read."""

from django.utils import timezone

from portal.tenancy.models import Membership


def note_visit(membership: Membership) -> None:
    """Note that the member is here today; a warning about their absence no longer stands."""
    today = timezone.localdate()
    if membership.last_seen_on != today:
        membership.last_seen_on, membership.warned_on = today, None
        Membership.objects.filter(pk=membership.pk).update(last_seen_on=today, warned_on=None)
