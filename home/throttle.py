"""How often one visitor may write: a courtesy to those who read, not a wall."""

import hashlib

from django.core.cache import cache

WINDOW = 60 * 60  # seconds
LIMIT = 6  # messages in a window


def too_often(request, what: str) -> bool:
    """Count this attempt, and say whether the visitor's address has used up its window.

    The address is kept as a hash, for the window only.
    """
    visitor = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:16]
    key = f"throttle:{what}:{visitor}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > LIMIT
    except ValueError:  # expired between the two
        return False
