from django.utils.html import strip_tags

from home.questions.models import Question
from portal.search.registry import Source, Told, declare, follow

QUESTIONS = "questions"


def _told(question: Question) -> Told:
    answer = strip_tags(question.answer.replace("<", " <"))
    return Told(title=question.question, summary="", text=answer, aside="", url=question.get_absolute_url())


declare(
    Source(
        name=QUESTIONS, label="Question", plural="Questions", order=60,
        rows=Question.objects.shown,
        visible=lambda membership: Question.objects.shown(),
        told=_told,
    )
)  # fmt: skip
follow(QUESTIONS, Question)
