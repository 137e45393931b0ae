"""Telling the members who follow a folder of what came in."""

from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from extranet.library.subjects import INFECTED, NEW_DOCUMENTS
from portal.design.typography import french
from portal.documents.models import Document, Version
from portal.notifications.notices import notify
from portal.tenancy.models import Membership

MOST_NAMED = 10


@transaction.atomic
def announce() -> None:
    """Tell those who follow a folder of the versions that became current there, once, in one notice a folder.

    Whoever put a file in is not told of it, nor anybody of what is not for them.
    """
    new = Version.objects.filter(is_current=True, announced_at=None, document__state=Document.State.PUBLISHED)
    new = new.exclude(document__folder=None).select_for_update(of=("self",), skip_locked=True)
    by_folder = defaultdict(list)
    for version in new.select_related("document__folder", "document__audience").order_by("created_at", "pk"):
        by_folder[version.document.folder].append(version)
    for folder, versions in by_folder.items():
        following = Membership.objects.active().filter(subscriptions__folder=folder)
        for membership, theirs in _for_each(following.select_related("user", "tenant"), versions).items():
            _tell(membership, folder, theirs)
        Version.objects.filter(pk__in=[version.pk for version in versions]).update(announced_at=timezone.now())


def _for_each(following, versions: list[Version]) -> dict[Membership, list[Version]]:
    """Return what each of these members is told of: one query a document, however many follow."""
    told = defaultdict(list)
    members = {membership.pk: membership for membership in following}
    for version in versions:
        for pk in (
            version.document.audience.members().filter(pk__in=members).order_by("pk").values_list("pk", flat=True)
        ):
            if members[pk].user_id != version.author_id:
                told[members[pk]].append(version)
    return told


def _tell(membership: Membership, folder, versions: list[Version]) -> None:
    if len(versions) == 1:
        (version,) = versions
        what = "Nouveau document" if version.number == 1 else "Nouvelle version"
        title, text = f"{what} : {version.document.title}", f"Dossier : {folder.name}."
        url = reverse("library_document", args=[version.document_id])
    else:
        title = f"{len(versions)} nouveaux documents dans « {folder.name} »"
        named = [f"– {version.document.title}" for version in versions[:MOST_NAMED]]
        text = "\n".join(named + ["…"] * (len(versions) > MOST_NAMED))
        url = reverse("library_folder", args=[folder.slug])
    notify([membership], NEW_DOCUMENTS, title=french(title), url=url, text=french(text))


def tell_of_infection(version: Version) -> None:
    """Tell who put an infected file in that nobody can open it."""
    author = Membership.objects.active().filter(tenant=version.tenant_id, user=version.author_id)
    url = reverse("library_document", args=[version.document_id]) if version.document.folder_id else "/extranet/"
    text = (
        "L’antivirus a trouvé un programme malveillant dans ce fichier. Personne ne peut l’ouvrir. "
        "Faites vérifier l’ordinateur d’où il vient, puis déposez un fichier sain."
    )
    title = french(f"Fichier infecté, retenu : {version.document.title}")
    notify(author.select_related("user", "tenant"), INFECTED, title=title, url=url, text=french(text))
