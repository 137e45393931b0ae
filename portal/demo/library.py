"""The library of the demonstration: a few folders, real small files, all fictitious. Run twice, nothing doubles."""

import datetime

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify

from portal.accounts.models import User
from portal.demo.content.library import FOLDERS, PAPERS
from portal.demo.papers import MAKERS
from portal.design.typography import french
from portal.documents import services
from portal.documents.models import Document, Folder, Version
from portal.organisations.models import Audience, Circle
from portal.tenancy.models import Tenant

NOON = datetime.time(12, tzinfo=datetime.UTC)


def load_library(tenant: Tenant, today: datetime.date) -> None:
    """Write the folders and the documents of ``tenant``; inside its context, once its people are there."""
    for position, (slug, name, description, kinds, circles) in enumerate(FOLDERS[tenant.slug], 1):
        folder = Folder.objects.filter(slug=slug).first() or Folder(slug=slug, audience=_audience(kinds, circles))
        folder.name, folder.description, folder.position = name, french(description), position * 10
        folder.save()
    for paper in PAPERS[tenant.slug]:
        _put(paper, today)


def _audience(kinds: tuple[str, ...], circles: tuple[str, ...]) -> Audience:
    reach = Audience.Reach.CHOSEN if kinds or circles else Audience.Reach.PROFESSIONALS
    audience = Audience.objects.create(reach=reach, kinds=list(kinds))
    audience.circles.set(Circle.objects.filter(slug__in=circles))
    return audience


def _put(paper: dict, today: datetime.date) -> None:
    folder = Folder.objects.select_related("audience").get(slug=paper["folder"])
    title = french(f"{paper['title']} (exemple)")
    if Document.objects.filter(folder=folder, title=title).exists():
        return
    author = User.objects.get(email=f"{paper['by']}@demo.example")
    document = services.publish(
        _file(paper, title), by=author, folder=folder, audience=folder.audience, title=title,
        description=french(paper["description"]), is_to_read=paper.get("is_to_read", False),
    )  # fmt: skip
    if more := paper.get("then"):
        services.add_version(document, _file(paper | more, title), by=author, comment=french(more["comment"]))
    at = datetime.datetime.combine(today - datetime.timedelta(days=paper["days_ago"]), NOON)
    Document.objects.filter(pk=document.pk).update(published_at=at)
    Version.objects.filter(document=document).update(created_at=at, announced_at=timezone.now())


def _file(paper: dict, title: str) -> ContentFile:
    lines = ["Document d’exemple : personnes et faits y sont fictifs.", "", *paper["lines"]]
    content = MAKERS[paper["kind"]](title, [french(line) for line in lines])
    return ContentFile(content, f"{slugify(paper['title'])}.{paper['kind']}")
