"""Roles and states in words."""

from collections.abc import Iterable

from django import template

from portal.design.templatetags.design import spoken_list
from portal.tenancy.models import Role
from portal.tenancy.team import State

register = template.Library()


@register.filter
def role_names(roles: Iterable[str]) -> str:
    """Return « coordination et rédaction », or an empty string."""
    return spoken_list([Role(role).label for role in roles])


@register.filter
def state_name(state: str) -> str:
    """Return « invitation périmée » for « expire »."""
    return State(state).label
