"""How often one visitor may write, or one address be written to: a courtesy to those who read, not a wall."""

import hashlib
import logging

from allauth.core.internal.ratelimit import get_ip, truncate_ip
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

logger = logging.getLogger(__name__)
WINDOW = 60 * 60  # seconds
LIMIT = settings.VISITOR_MESSAGES_AN_HOUR  # messages in a window


def too_often(request, what: str, *, limit: int = LIMIT) -> bool:
    """Count this attempt, and say whether whoever makes it has used up their window.

    Who is signed in is counted by account: an agency comes from one address. A visitor is counted by theirs.
    """
    account = getattr(request, "account", None)
    is_known = account is not None and account.is_authenticated
    return used_up(f"account {account.pk}" if is_known else visitor_of(request), what, limit=limit)


def visitor_of(request) -> str:
    """Return the address that a visitor comes from, as our own proxies saw it; of IPv6, the network (/64).

    Where the number of proxies is wrong, which is logged, that of whoever speaks to this process.
    """
    try:
        return get_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        logger.error("X-Forwarded-For does not hold as many addresses as ALLAUTH_TRUSTED_PROXY_COUNT says.")
        return truncate_ip(request.META.get("REMOTE_ADDR", ""))


def used_up(whose: str, what: str, *, limit: int = LIMIT, window: int = WINDOW) -> bool:
    """Count one more ``what`` for ``whose``, and say whether that is more than ``limit`` in ``window`` seconds.

    Whose it is, is kept as a hash, for the window only.
    """
    visitor = hashlib.sha256(whose.encode()).hexdigest()[:16]
    key = f"throttle:{what}:{visitor}"
    counts = caches["throttles"]
    counts.add(key, 0, window)
    try:
        return counts.incr(key) > limit
    except ValueError:  # expired between the two
        return False
