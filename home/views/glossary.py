from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.glossary.listing import by_letter
from home.glossary.models import Term


@require_safe
def glossary(request):
    """Every term of the tenant, letter by letter."""
    return render(request, "home/glossary.html", {"letters": by_letter(Term.objects.all())})
