"""How the pages of solicitations say what was ticked in closed lists."""

from django import template

from extranet.solicitations.models import Solicitation

register = template.Library()


@register.filter
def said(solicitation: Solicitation, name: str) -> list[str]:
    """Return the labels of what a list of several choices holds, in the order of the list, not in that of the ticks."""
    ticked = getattr(solicitation, name) or []
    choices = Solicitation._meta.get_field(name).base_field.flatchoices
    return [label for value, label in choices if value in ticked]
