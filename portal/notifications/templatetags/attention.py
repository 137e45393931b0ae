"""How the dashboard says when: « depuis mardi », « demain à 9 h 30 »."""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from portal.design.typography import NBSP, french_date, hour

register = template.Library()
NUMBERS = ["Zéro", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix"]


def _days_from(moment: datetime.datetime) -> int:
    """Return how many days of the calendar lie between that moment and today, in France."""
    return (timezone.localdate() - timezone.localdate(moment)).days


@register.filter
def since_when(moment: datetime.datetime) -> str:
    """Return « depuis hier », « depuis mardi », « depuis 12 jours », « depuis 5 semaines »."""
    days = _days_from(moment)
    if days <= 0:
        return "depuis aujourd’hui"
    if days == 1:
        return "depuis hier"
    if days < 7:
        return f"depuis {date_format(timezone.localtime(moment), 'l')}"
    if days < 28:
        return f"depuis {days}{NBSP}jours"
    if days < 90:
        return f"depuis {days // 7}{NBSP}semaines"
    return f"depuis {days // 30}{NBSP}mois"


@register.filter
def day_and_hour(moment: datetime.datetime) -> str:
    """Return « aujourd’hui à 14 h 30 », « hier à 9 h », « mardi 17 novembre » when it is midnight: a whole day."""
    local, days = timezone.localtime(moment), _days_from(moment)
    near = {0: "aujourd’hui", 1: "hier", -1: "demain"}
    day = near.get(days) or french_date(date_format(local, "l j F"))
    return f"{day} à {hour(local.hour, local.minute)}" if local.hour or local.minute else day


@register.filter
def in_letters(count: int) -> str:
    """Return « Trois » for 3, and the figures from eleven on."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
