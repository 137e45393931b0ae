"""A session says on whose host it was made, and opens no other: a cookie carried elsewhere is worth nothing."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

KEY = "tenant"
OPERATOR = "platform"


def mark(session, tenant) -> None:
    """Note in ``session`` the host where it is made: a tenant's, or the operator's (None)."""
    session[KEY] = tenant.pk if tenant else OPERATOR


def is_made_here(request) -> bool:
    """Say whether the session of this request was made on the host that it is shown to."""
    return request.session.get(KEY) == (request.tenant.pk if request.tenant else OPERATOR)


@receiver(user_logged_in)
def mark_at_login(sender, request, **kwargs):
    if hasattr(request, "tenant"):
        mark(request.session, request.tenant)
