"""People, folders and documents of these tests."""

from django.contrib.auth import get_user_model

from portal.documents import services
from portal.documents.models import Document, Folder
from portal.organisations.models import Audience
from portal.tenancy.models import Membership
from tests.portal.documents.files import kept, pdf


def member(first_name: str, slug: str = "pas-de-calais") -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant__slug=slug)


def user(first_name: str):
    return get_user_model().objects.get(email=f"{first_name}@demo.example")


def make_folder(name: str = "Vacance", slug: str = "vacance", **audience) -> Folder:
    return Folder.objects.create(name=name, slug=slug, audience=Audience.objects.create(**audience))


def make_document(folder: Folder | None = None, content: bytes | None = None, **fields) -> Document:
    """Put a document in, for the folder's audience unless ``audience`` says otherwise."""
    name = fields.pop("name", "guide.pdf")
    audience = fields.pop("audience", None) or (folder.audience if folder else Audience.objects.create())
    by = fields.pop("by", None) or user("alice")
    content = pdf() if content is None else content
    return services.publish(kept(content, name), by=by, audience=audience, folder=folder, **fields)
