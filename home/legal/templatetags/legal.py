from django import template

from home.legal.pack import accessibility_of

register = template.Library()


@register.filter
def accessibility(tenant) -> str:
    """Return « non conforme », « partiellement conforme » or « totalement conforme »: the law's own words."""
    return accessibility_of(tenant)
