"""Plain functions that make a valid row, with the least said."""

import io

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from extranet.solicitations.models import Charge, Guest, Solicitation
from portal.accounts.models import User
from portal.pages.models import PortalDocument, PortalImage
from portal.tenancy.models import Membership


def make_user(email: str = "personne@essai.example", **fields) -> User:
    return User.objects.create_user(email, "un-mot-de-passe-long", **fields)


def without_solicitations(membership: Membership) -> Membership:
    """Take somebody out of the demonstration's solicitations: nobody is told of these when they leave."""
    Solicitation.objects.filter(asked_by=membership).update(asked_by=None)
    Charge.objects.filter(membership=membership).update(membership=None)
    Guest.objects.filter(membership=membership).delete()
    return membership


def make_image(tenant, **fields):
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "#0f5a6e").save(file, "PNG")
    fields = {"title": "Entrée", "collection": tenant.root_collection} | fields
    return PortalImage.objects.create(file=ImageFile(file, "entree.png"), **fields)


def make_document(tenant):
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")
    return PortalDocument.objects.create(title="Plan", file=file, collection=tenant.root_collection)
