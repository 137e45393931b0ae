"""How a platform is asked, for everybody. A visitor is told whom to ring; nothing of a household is asked here."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from extranet.solicitations import perms
from extranet.solicitations.grounds import months_of
from portal.tenancy.kept_pages import same_for_every_visitor
from portal.territories.models import Platform


@require_safe
@same_for_every_visitor
def ways(request):
    context = {
        "platforms": Platform.objects.order_by("name"), "months": months_of(request.tenant),
        "may_ask": perms.may_ask(request.membership),
    }  # fmt: skip
    return render(request, "solicitations/ways.html", context)
