"""What belonging forgets of a person whose account is anonymised."""

from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver
from wagtail.models import ModelLogEntry

from portal.accounts.models import ANONYMOUS
from portal.accounts.services import account_anonymised
from portal.tenancy.models import Invitation, Membership


@receiver(account_anonymised)
def forget_invitations_and_names(sender, user, email, **kwargs):
    """Delete the invitations of the address, and take the name out of the history, which keeps the facts."""
    ours = {
        Membership: Membership.objects.filter(user=user),
        Invitation: Invitation.objects.filter(email=email.lower()),
    }
    for model, rows in ours.items():
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        entries.filter(object_id__in=keys).update(label=ANONYMOUS)
    ours[Invitation].delete()
