"""``{% load grounds %}{% solicitations_basis %}`` tells those who use solicitations on which grounds."""

from django import template

from extranet.solicitations.grounds import grounds_of

register = template.Library()


@register.inclusion_tag("solicitations/_basis.html", takes_context=True)
def solicitations_basis(context) -> dict:
    return {"grounds": grounds_of(context["request"].tenant)}
