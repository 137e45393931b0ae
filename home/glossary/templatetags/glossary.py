"""``{% explained %}…{% endexplained %}``: the terms of the glossary, explained where a page first uses them."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.glossary.explaining import Words, explain
from home.glossary.models import TERMS, Term
from portal.tenancy.facts import facts_of

register = template.Library()
DONE = "terms_explained"


@register.simple_block_tag(takes_context=True, end_name="endexplained")
def explained(context, content: str) -> SafeString:
    """Return what is between the tags, the first occurrence of each term leading to a list of definitions below it.

    Once on a page: what another of these tags explained before is left alone. Where no tenant asks, nothing is.
    """
    tenant, request = context.get("tenant"), context.get("request")
    if tenant is None or request is None:
        return content
    already = request.__dict__.setdefault(DONE, set())
    rows = sorted(facts_of(tenant, TERMS), key=lambda row: row["slug"])
    terms = {row["slug"]: Term(**row) for row in rows if row["slug"] not in already}
    page, found = explain(content, tuple(Words(slug, term.forms) for slug, term in terms.items()), _link)
    if not found:
        return content
    below = {"terms": [terms[slug] for slug in found], "id": f"mots-expliques-{len(already)}"}
    already.update(found)
    return mark_safe(page + render_to_string("components/terms.html", below))  # noqa: S308 (rendered by templates)


def _link(slug: str, words: str) -> str:
    """Return the link around words of a page, which are HTML already."""
    return format_html(
        '<a class="term" href="#mot-{0}" id="mot-{0}-ici" aria-describedby="mot-{0}-sens">{1}</a>',
        slug,
        mark_safe(words),  # noqa: S308 (they are between two tags of that page)
    )
