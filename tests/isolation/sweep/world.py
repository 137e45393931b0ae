"""A tenant with one of everything in it, each thing marked."""

import datetime
import io
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.http import int_to_base36
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction, Site

from events.keys import path_for as answer_path
from extranet.access.keys import token_of
from extranet.solicitations.models import Solicitation
from portal.accounts.models import User
from portal.database import context
from portal.notifications.unsubscription import path_for
from portal.organisations.models import Affiliation
from portal.pages.models import PortalDocument, PortalImage
from portal.tenancy.models import Membership, Role, Tenant, TenantDomain
from portal.tenancy.services import set_membership
from portal.territories.models import Platform
from portal.territories.models.coverage import covered_by
from tests.isolation.sweep.filling import fill, mark_every_text, unmarked
from tests.isolation.sweep.marks import MARKS, Marks
from tests.isolation.sweep.world_pages import make_pages
from trainings.evaluation_keys import path_for as evaluation_path
from trainings.models.evaluations import When


@dataclass
class World:
    """One tenant's side of the sweep: its marks, its actor (an administrator), and its objects by name."""

    tenant: Tenant
    marks: Marks
    actor: User
    objects: dict[str, models.Model] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> models.Model:
        return self.objects[name]

    def pk(self, name: str):
        return self.objects[name].pk


def make_world(slug: str) -> World:
    """Fill the tenant ``slug`` of the demonstration; ask as the platform around it."""
    marks = MARKS[slug]
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.select_related("home_page", "root_collection", "site").get(slug=slug)
        actor = _make_actor(tenant, marks)
    world = World(tenant, marks, actor)
    with context.use(tenant.context):
        world.objects |= _make_media(world)
        world.objects |= fill(tenant, marks, actor)
        world.objects |= make_pages(world)
        world.objects |= _make_odds_and_ends(world)
        world.words |= _words_of(world)
    with context.use(context.PLATFORM):
        mark_every_text(tenant, marks)
        _mark_what_is_global(tenant, marks)
        missing = unmarked(tenant, marks)
    assert not missing, f"No mark in {missing}: see tests/isolation/sweep/filling.py"
    return world


def _make_actor(tenant: Tenant, marks: Marks) -> User:
    actor = User.objects.create_user(f"{marks.canary}@exemple.test", first_name=marks.canary, last_name=marks.probe)
    set_membership(actor, tenant, {Role.ADMINISTRATION})
    return actor


def picture(words: str) -> bytes:
    """Return a PNG whose bytes hold ``words``."""
    info, file = PngInfo(), io.BytesIO()
    info.add_text("Description", words)
    Picture.new("RGB", (60, 40), "#0f5a6e").save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _make_media(world: World) -> dict[str, models.Model]:
    marks, root = world.marks, world.tenant.root_collection
    root = Collection.objects.get(pk=root.pk)
    collection = root.add_child(instance=Collection(name=f"{marks.text} collection"))
    private = root.add_child(instance=Collection(name=f"{marks.text} privée"))
    restriction = CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.PASSWORD, password=marks.canary
    )

    def image(where):
        made = PortalImage.objects.create(
            title=f"{marks.text} image", description=marks.text, credit=marks.text, collection=where,
            uploaded_by_user=world.actor, file=ImageFile(io.BytesIO(picture(marks.canary)), f"{marks.probe}.png"),
        )  # fmt: skip
        made.tags.add(f"{marks.probe}{marks.canary}")
        return made

    def document(where):
        file = ContentFile(f"%PDF-1.7 {marks.canary}".encode(), f"{marks.probe}.pdf")
        return PortalDocument.objects.create(
            title=f"{marks.text} document", file=file, collection=where, uploaded_by_user=world.actor
        )

    found = {
        "collection": collection,
        "private_collection": private,
        "collection_restriction": restriction,
        "image": image(collection),
        "private_image": image(private),
        "document": document(collection),
        "private_document": document(private),
    }
    found["rendition"] = found["image"].get_rendition("width-20")
    found["tag"] = found["image"].tags.get()
    return found


def _make_odds_and_ends(world: World) -> dict[str, models.Model]:
    marks, tenant = world.marks, world.tenant
    page = world["page"]
    redirect = Redirect.objects.create(
        old_path=f"/{marks.probe}-ancien", site=tenant.site, redirect_link=f"https://exemple.test/{marks.canary}"
    )
    to_page = Redirect.objects.create(old_path=f"/{marks.canary}-ancienne", site=tenant.site, redirect_page=page)
    platform = Platform.objects.order_by("pk").last()
    commune = covered_by(platform).first()
    for instance in (platform, world["image"], world["document"], redirect, world["collection"]):
        log(instance=instance, action="wagtail.edit", user=world.actor)
    colleague = Membership.objects.get(user=world.actor)
    Affiliation.objects.create(
        membership=colleague, organisation=world["organisations.Organisation"], is_referent=True, function=marks.text
    )
    former = User.objects.create_user(f"{marks.canary}.partie@exemple.test", last_name=marks.canary)
    return {
        "membership": Membership.objects.get(user=world.actor),
        "ended_membership": Membership.objects.create(
            user=former, tenant=tenant, ended_at=timezone.now() + datetime.timedelta(seconds=1)
        ),
        "redirect": redirect,
        "redirect_to_page": to_page,
        "platform": platform,
        "commune": commune,
        "intercommunality": commune.intercommunality,
        "site": tenant.site,
        "domain": tenant.domains.first(),
        "group": Group.objects.filter(tenant_group__tenant=tenant).first(),
        "actor": world.actor,
    }


def _words_of(world: World) -> dict[str, str]:
    """Return what addresses are made of, beside primary keys."""
    home = world["home"].url_path

    def path(name):
        return world[name].url_path.removeprefix(home)

    return {f"{name}_path": path(name) for name in ("page", "child", "restricted", "draft")} | {
        "redirect_path": world["redirect"].old_path.strip("/") + "/",
        "commune_code": world["commune"].code,
        "commune_slug": world["commune"].slug,
        "platform_slug": world["platform"].slug,
        "circle_slug": world["organisations.Circle"].slug,
        "folder_slug": world["documents.Folder"].slug,
        "training_slug": world["trainings.Training"].slug,
        "minutes_meeting": str(world["committees.Minutes"].meeting_id),
        "committee_slug": world["committees.Committee"].slug,
        "solicitation_reference": Solicitation.objects.under_way().order_by("reference")[0].reference,
        "supported_reference": world["solicitations.Step"].support.solicitation.reference,
        "presented_reference": world["solicitations.Presentation"].solicitation.reference,
        "guest_reference": world["solicitations.Guest"].solicitation.reference,
        "meeting_reference": world["solicitations.StudyMeeting"].solicitation.reference,
        "certificate_code": world["trainings.Certificate"].code,
        "tenant_slug": world.tenant.slug,
        "image_path": world["image"].file.name,
        "rendition_path": world["rendition"].file.name,
        "invitation_token": f"{world.marks.probe}-jeton",
        "access_token": token_of(world["access.AccessRequest"]),
        "feed_secret": f"{world.marks.probe}-jeton",
        "unsubscription_token": path_for(world["membership"], ["mails"]).split("/")[2],
        "evaluation_token": evaluation_path(world["trainings.Registration"], When.AT_ONCE).split("/")[3],
        "answer_token": answer_path(world["events.SignUp"]).split("/")[3],
        "document_path": world["document"].file.name,
        "document_name": world["document"].filename,
        "actor_in_base_36": int_to_base36(world.actor.pk),
    }


def _mark_what_is_global(tenant: Tenant, marks: Marks) -> None:
    """Mark the tenant itself, its site, its groups, and the names of the people who are here and nowhere else."""
    suffix = Value(f" {marks.text}")
    Tenant.objects.filter(pk=tenant.pk).update(name=Concat(F("name"), suffix), contact_name=marks.text)
    Site.objects.filter(pk=tenant.site_id).update(site_name=marks.text)
    TenantDomain.objects.create(tenant=tenant, host=f"{marks.canary}.localhost", is_canonical=False)
    Group.objects.filter(tenant_group__tenant=tenant).update(name=Concat(F("name"), suffix))
    elsewhere = Membership.objects.exclude(tenant=tenant).values("user")
    only_here = User.objects.filter(memberships__tenant=tenant).exclude(pk__in=elsewhere)
    User.objects.filter(pk__in=only_here.values("pk")).update(last_name=marks.canary)
