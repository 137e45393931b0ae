"""What happens to a question that nothing answered: kept without its asker, read by staff, forgotten."""

import re

from django.db.models import F
from django.utils import timezone

from portal.search.models import UnansweredQuestion
from portal.search.words import LONGEST
from portal.tenancy.throttle import used_up
from portal.territories.names import normalise

MOST_ROWS = 1_000
"""Questions kept of a tenant: what machines type would fill any list."""
MOST_OF_ONE = 20  # questions kept from one visitor in an hour
A_DAY = 24 * 60 * 60  # seconds
_PERSONAL = re.compile(r"@|(?:\d[\s.\-/]*){6}")
"""An address, or a number longer than a postal code: of a telephone, of somebody's social security, of a file."""


def note_unanswered(question: str, *, whose: str) -> None:
    """Keep the words of a question, once a day and visitor. ``whose`` (an address) stays a day in the cache, hashed."""
    words = told(question)
    if not words or used_up(whose, "unanswered", limit=MOST_OF_ONE) or _was_asked(words, whose):
        return
    today = timezone.localdate()
    known = UnansweredQuestion.objects.filter(words=words)
    if known.update(count=F("count") + 1, last_on=today) or UnansweredQuestion.objects.count() >= MOST_ROWS:
        return
    row = UnansweredQuestion(words=words, last_on=today)
    row.adopt_tenant()
    UnansweredQuestion.objects.bulk_create([row], ignore_conflicts=True)  # two may ask it at once


def told(question: str) -> str:
    """Return the words to keep, in small letters without accents nor signs; "" when they might be somebody's."""
    return "" if _PERSONAL.search(question) else normalise(question)[:LONGEST].strip()


def _was_asked(words: str, whose: str) -> bool:
    return used_up(f"{whose} {words}", "unanswered-words", limit=1, window=A_DAY)


def purge_unanswered() -> None:
    """Delete the questions whose time is over (KEPT_FOR)."""
    UnansweredQuestion.objects.expired().delete()
