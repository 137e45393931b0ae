"""How the pages of the catalogue say things."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from events.words import when
from portal.design.templatetags.design import mails_in, nbsp
from trainings import words

register = template.Library()
register.filter("hours", words.hours)


@register.filter
def half_day(row) -> str:
    """Return « mardi 2 mars 2027, de 9 h à 12 h 30 »."""
    return when(row.starts_at, row.ends_at)


@register.filter
def paragraphs(text: str) -> SafeString:
    """Show a typed text: paragraphs and lists; an address in it is read by people, not by harvesters."""
    shown = []
    for kind, lines in words.blocks(text or ""):
        line_by_line = ((nbsp(mails_in(line)),) for line in lines)
        if kind == "list":
            shown.append(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", line_by_line)))
        else:
            shown.append(format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", line_by_line)))
    return mark_safe("".join(shown))  # noqa: S308 – each part is escaped
