"""Where a visitor comes from, as the limits count them."""

from django import template
from django.conf import settings

from portal.tenancy.throttle import visitor_of

register = template.Library()


@register.inclusion_tag("console/_seen_from.html")
def seen_from(request) -> dict:
    """Show an operator the address they are counted by: so is it seen whether the number of proxies is right."""
    return {"address": visitor_of(request), "proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT}
