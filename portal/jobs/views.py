"""``/sante/`` answers 200 as long as the process does, whatever it has to say: a late job is a matter for whoever
watches, not a reason to take a web process away. ``/sante/pret/`` answers 503 when this process cannot serve."""

from django.http import JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.jobs import health as state


@require_safe
@cache_control(no_store=True)
def health(request):
    return JsonResponse(state.report())


@require_safe
@cache_control(no_store=True)
def ready(request):
    answers = state.readiness()
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)
