"""What of frequent questions waits for a member."""

from django.db.models import QuerySet

from home.questions.models import Question
from portal.tenancy.models import Membership

TO_PUBLISH = "question_to_publish"


def waiting_rows(membership: Membership) -> QuerySet | None:
    """Return (kind, key, title, at) of the questions that are prepared, for whoever may show them."""
    return Question.objects.to_publish(TO_PUBLISH, "question", membership)
