"""The glossary of the demonstration. Keyed by slug: run twice, nothing doubles."""

from home.glossary.models import Term
from portal.demo.content.glossary import TERMS
from portal.design.typography import french
from portal.tenancy.models import Tenant


def load_glossary(tenant: Tenant) -> None:
    """Write the terms of ``tenant``; inside its context."""
    for slug, term, other_forms, definition, more in TERMS[tenant.slug]:
        fields = {
            "term": term, "other_forms": "\n".join(other_forms), "definition": french(definition), "more": french(more),
        }  # fmt: skip
        Term.objects.update_or_create(slug=slug, defaults=fields)
