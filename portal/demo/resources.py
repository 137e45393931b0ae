"""« Pour en savoir plus » of the demonstration. Run twice, nothing doubles."""

from django.core.files.base import ContentFile
from django.utils.text import slugify

from home.resources.models import Resource, ResourceTheme
from portal.demo.content.resources import RESOURCES, THEMES
from portal.demo.papers import odt
from portal.design.typography import french
from portal.pages.models import PortalDocument
from portal.tenancy.models import Tenant

WORDS = ("title", "publisher", "text")


def load_resources(tenant: Tenant) -> None:
    """Write the themes and the resources of ``tenant``; inside its context."""
    for position, name in enumerate(THEMES[tenant.slug], 1):
        ResourceTheme.objects.update_or_create(name=french(name), defaults={"position": position})
    themes = {theme.name: theme for theme in ResourceTheme.objects.all()}
    for position, said in enumerate(RESOURCES[tenant.slug], 1):
        fields = {name: french(said[name]) for name in WORDS} | {
            "theme": themes[french(said["theme"])], "position": position, "is_shown": True,
            "url": said.get("url", ""), "published_on": said.get("published_on"),
        }  # fmt: skip
        if "lines" in said:
            fields["document"] = _document(tenant, said)
        Resource.objects.update_or_create(title=fields.pop("title"), defaults=fields)


def _document(tenant: Tenant, said: dict) -> PortalDocument:
    title = french(said["title"])
    content = ContentFile(odt(title, [french(line) for line in said["lines"]]), f"{slugify(said['title'])}.odt")
    found = PortalDocument.objects.filter(title=title).first()
    return found or PortalDocument.objects.create(title=title, file=content, collection=tenant.root_collection)
