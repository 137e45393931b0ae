from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.questions.answers import expand
from home.questions.models import Question
from portal.tenancy.kept_pages import same_for_every_visitor


@require_safe
@same_for_every_visitor
def questions(request):
    """Every question that is shown, by category."""
    rows = list(Question.objects.shown().by_category().select_related("category"))
    expand(rows)
    groups = [(category, list(members)) for category, members in groupby(rows, key=lambda row: row.category)]
    return render(request, "questions/questions.html", {"groups": groups})
