"""What can be found of resources. Their documents are found by their own words too (portal.pages.document_words)."""

from django.conf import settings
from django.urls import reverse

from home.resources.models import Resource
from portal.search.registry import Source, Told, declare, follow

RESOURCES = "ressources"


def _told(resource: Resource) -> Told:
    url = f"{reverse('resources', settings.ROOT_URLCONF)}#ressource-{resource.pk}"
    return Told(title=resource.title, summary=resource.text, text="", aside=resource.publisher, url=url)


declare(
    Source(
        name=RESOURCES, label="Ressource", plural="Ressources", order=50,
        rows=Resource.objects.shown,
        visible=Resource.objects.visible_to,
        told=_told,
    )
)  # fmt: skip
follow(RESOURCES, Resource)
