"""``/sante/mesures/``, for Prometheus: on any host, for whoever says METRICS_TOKEN; unset, there is no such page."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from portal.operations import measures


@require_safe
@cache_control(no_store=True)
def measured(request):
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(measures.exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
