from django import template

from events import wording

register = template.Library()
register.filter("moment", wording.moment)


@register.filter
def when(row) -> str:
    """Return the day and the hours of a date."""
    return wording.when(row.starts_at, row.ends_at, is_whole_days=row.is_whole_days)
