from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.glossary.listing import by_letter
from home.glossary.models import Term
from portal.tenancy.kept_pages import same_for_every_visitor


@require_safe
@same_for_every_visitor
def glossary(request):
    """Every term of the tenant, letter by letter."""
    return render(request, "home/glossary.html", {"letters": by_letter(Term.objects.all())})
