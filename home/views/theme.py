from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.tenancy.palette import TOKENS


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def colours(request, version: int):
    """The tenant's six colours as custom properties; a change of them changes the address."""
    rules = "".join(f"--{name.replace('_', '-')}:{getattr(request.tenant, name)};" for name in TOKENS)
    return HttpResponse(f":root{{{rules}}}", content_type="text/css")
