"""How often one visitor may write, or one address be written to: a courtesy to those who read, not a wall."""

import hashlib

from django.core.cache import caches

WINDOW = 60 * 60  # seconds
LIMIT = 6  # messages in a window


def too_often(request, what: str, *, limit: int = LIMIT) -> bool:
    """Count this attempt, and say whether the visitor's address has used up its window."""
    return used_up(request.META.get("REMOTE_ADDR", ""), what, limit=limit)


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
