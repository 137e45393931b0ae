from django import template

from events import moments

register = template.Library()


@register.filter
def moment(at) -> str:
    """Return « mardi 24 novembre à 9 h »."""
    return moments.moment(at)
