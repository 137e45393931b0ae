from django.conf import settings
from django.urls import reverse

from home.glossary.models import Term
from portal.search.registry import Source, Told, declare, follow

GLOSSARY = "glossaire"


def _told(term: Term) -> Told:
    url = f"{reverse('glossary', settings.ROOT_URLCONF)}#terme-{term.slug}"
    return Told(title=term.term, summary=term.definition, text=term.more, aside=" ".join(term.forms), url=url)


declare(
    Source(
        name=GLOSSARY, label="Définition", plural="Glossaire", order=70,
        rows=Term.objects.all,
        visible=lambda membership: Term.objects.all(),
        told=_told,
    )
)  # fmt: skip
follow(GLOSSARY, Term)
