"""``{% explained %}…{% endexplained %}``: the terms of the glossary, explained where a page first uses them."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.glossary.explaining import Words, explain
from home.glossary.models import Term
from portal.tenancy.cache import remember

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
    terms = {row["slug"]: row for row in remember(tenant, "glossary", _terms) if row["slug"] not in already}
    page, found = explain(content, tuple(Words(slug, row["forms"]) for slug, row in terms.items()), _link)
    if not found:
        return content
    below = {"terms": [terms[slug] for slug in found], "id": f"mots-expliques-{len(already)}"}
    already.update(found)
    return mark_safe(page + render_to_string("components/terms.html", below))  # noqa: S308 (rendered by templates)


def _terms() -> list[dict]:
    """Return the glossary as plain rows, to be remembered."""
    return [
        {"slug": term.slug, "term": term.term, "forms": term.forms, "definition": term.definition}
        for term in Term.objects.order_by("slug")
    ]


def _link(slug: str, words: str) -> str:
    """Return the link around words of a page, which are HTML already."""
    return format_html(
        '<a class="term" href="#mot-{0}" id="mot-{0}-ici" aria-describedby="mot-{0}-sens">{1}</a>',
        slug,
        mark_safe(words),  # noqa: S308 (they are between two tags of that page)
    )
