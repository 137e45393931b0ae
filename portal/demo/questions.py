"""Frequent questions of the demonstration. Run twice, nothing doubles."""

import datetime

from home.questions.models import Question, QuestionCategory
from portal.demo.content.questions import QUESTIONS
from portal.design.typography import french
from portal.tenancy.models import Tenant

TO_REVIEW = datetime.date(2027, 5, 3)


def load_questions(tenant: Tenant) -> None:
    """Write the categories and the questions of ``tenant``; inside its context."""
    position = 0
    for rank, (name, questions) in enumerate(QUESTIONS[tenant.slug].items(), 1):
        category, _ = QuestionCategory.objects.update_or_create(name=french(name), defaults={"position": rank})
        for question, answer in questions:
            position += 1
            fields = {"answer": french(answer), "category": category, "position": position,
                      "is_shown": True, "review_on": TO_REVIEW}  # fmt: skip
            Question.objects.update_or_create(question=french(question), defaults=fields)
