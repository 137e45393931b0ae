"""What the pictures of the editors' guide show and the demonstration does not hold; and where it is found.

All of it is fictitious. ``make_world`` writes it into a demonstration that nobody else looks at: a server of its own
(``tests.guide_pictures``), or the transaction of a test.
"""

import datetime
import io

from django.core.files.images import ImageFile
from django.db.models import Count
from django.utils import timezone
from PIL import Image as Drawing
from PIL import ImageDraw
from wagtail.models import Collection, Page

from events.models import Event
from extranet.committees.models import Meeting
from home.figures.models import Figure
from home.glossary.models import Term
from home.links.models import BrokenLink
from home.models import ContentPage, NewsPage, Rubric
from home.starter.building import finished, heading, text
from portal.accounts.models import User
from portal.accounts.second_factor import Authenticator, Type
from portal.database import context
from portal.design.typography import french
from portal.pages.models import PortalImage
from portal.search.models import UnansweredQuestion
from portal.tenancy.models import Tenant
from portal.territories.models import Platform

PDC, CASA = "pas-de-calais", "casa"
HOME_OF = {"chloe": PDC, "iris": PDC, "gael": PDC, "ezra": CASA}
"""Where each person whom a picture may show at work has their place."""

SEARCHED = [("garage solidaire", 7), ("bail mobilité étudiant", 4), ("domiciliation", 3), ("aire d’accueil", 2)]
BROKEN = [
    ("le guide du bail glissant", "/documents/guide-2024/", BrokenLink.Reason.NO_FILE),
    ("l’ancienne page des permanences", "/permanences/", BrokenLink.Reason.NOWHERE),
]
DRAWN = [
    ("Façade d’une résidence (exemple)", "Une façade claire de trois étages, avec des balcons.", "#c98b5e"),
    ("Remise des clés (exemple)", "Une main tend un trousseau de clés à une autre.", "#5e8fa8"),
    ("Réunion d’équipe (exemple)", "", "#7f9c6b"),
]


def make_world() -> dict[str, int]:
    """Write what is missing and return, by name, the number of each thing that an address of the guide may say."""
    with context.use(context.PLATFORM):
        tenants = {tenant.slug: tenant for tenant in Tenant.objects.select_related("home_page", "root_collection")}
    with context.use(tenants[PDC].context):
        numbers = _fill(tenants[PDC])
    with context.use(tenants[CASA].context):
        meetings = Meeting.objects.order_by("starts_at")
        written, coming = meetings.filter(minutes__isnull=False).last(), meetings.last()
        return numbers | {"written-meeting": written.pk, "coming-meeting": coming.pk}


def give_second_factors() -> None:
    """Let nobody be asked for a second factor any more, once signed in: it is not what the pictures are about."""
    with context.use(context.PLATFORM):
        for user in User.objects.filter(email__in=[f"{who}@demo.example" for who in HOME_OF]):
            Authenticator.objects.get_or_create(user=user, type=Type.TOTP, defaults={"data": {"secret": ""}})


def _fill(tenant: Tenant) -> dict[str, int]:
    home = Page.objects.get(pk=tenant.home_page_id)
    proposed = _proposed_page(home)
    scheduled = _scheduled_news(home)
    old, new = _two_versions(home)
    _images(tenant)
    _contacts()
    today = timezone.localdate()
    Figure.objects.filter(pk=Figure.objects.first().pk).update(review_on=today - datetime.timedelta(days=12))
    Term.objects.filter(pk=Term.objects.first().pk).update(review_on=today + datetime.timedelta(days=9))
    for words, count in SEARCHED:
        UnansweredQuestion.objects.create(words=words, count=count)
    for words, address, reason in BROKEN:
        BrokenLink.objects.create(page=new.content_object, where="Texte", words=words, address=address, reason=reason)
    return {
        "home": home.pk, "principle": home.get_children().get(slug="le-principe").pk,
        "told": NewsPage.objects.get(slug="une-adresse-pour-trouver-sa-plateforme").pk,
        "proposed": proposed.pk, "scheduled": scheduled.pk, "versions": new.content_object.pk, "old": old.pk,
        "new": new.pk,
        "image": PortalImage.objects.order_by("title").first().pk, "figure": Figure.objects.last().pk,
        "term": Term.objects.first().pk, "platform": Platform.objects.get(slug="lens-henin").pk,
        "event": Event.objects.annotate(dates=Count("occurrences")).order_by("-dates", "pk").first().pk,
    }  # fmt: skip


def _proposed_page(home: Page) -> ContentPage:
    """Return a draft of iris's that waits for whoever reads it again."""
    iris = User.objects.get(email="iris@demo.example")
    body = [heading("À qui cela s’adresse"), text("Aux personnes seules qui préfèrent partager un logement (exemple).")]
    page = ContentPage(
        title="Vivre en colocation", slug="colocation", live=False, owner=iris, body=finished(body, "guide"),
        lead="Un logement à plusieurs, un bail pour chacun (exemple).",
    )  # fmt: skip
    home.add_child(instance=page)
    page.save_revision(user=iris)
    page.get_workflow().start(page, iris)
    return page


def _scheduled_news(home: Page) -> NewsPage:
    """Return a news item that goes out by itself, and leaves by itself."""
    chloe = User.objects.get(email="chloe@demo.example")
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    page = NewsPage(
        title="Une permanence de plus à Lens", slug="permanence-de-plus", live=False, owner=chloe,
        lead="Le jeudi matin, sans rendez-vous (exemple).", date=now.date() + datetime.timedelta(days=7),
        rubric=Rubric.objects.first(), go_live_at=now + datetime.timedelta(days=7),
        expire_at=now + datetime.timedelta(days=67),
        body=finished([text("Une travailleuse sociale vous reçoit (exemple).")], "guide"),
    )  # fmt: skip
    home.get_children().get(slug="actualites").add_child(instance=page)
    page.save_revision(user=chloe, approved_go_live_at=page.go_live_at).publish(user=chloe)
    return page


def _two_versions(home: Page):
    """Return two versions of a page, the second not yet published."""
    chloe = User.objects.get(email="chloe@demo.example")
    page = home.get_children().get(slug="comment").specific
    old = page.get_latest_revision()
    page.lead = french("De la première demande à la remise des clés : qui fait quoi, et quand (exemple).")
    return old, page.save_revision(user=chloe, log_action=True)


def _contacts() -> None:
    """Put numbers and addresses that ring nowhere in the place of those of services that exist."""
    Platform.objects.filter(slug="lens-henin").update(
        carrier="Association d’insertion (exemple)", phone="03 53 01 00 64", email="lens-henin@essai.example"
    )
    Platform.objects.filter(slug="sud-arrageois-ternois").update(email="accueil.ruralité@essai.example")


def _images(tenant: Tenant) -> None:
    album = tenant.root_collection.add_child(instance=Collection(name="Photographies (exemple)"))
    for title, description, ground in DRAWN:
        drawing = Drawing.new("RGB", (640, 420), ground)
        pen = ImageDraw.Draw(drawing)
        pen.polygon([(120, 210), (320, 70), (520, 210)], fill="#f4efe6")
        pen.rectangle([160, 210, 480, 360], fill="#f4efe6")
        pen.rectangle([285, 265, 355, 360], fill=ground)
        file = io.BytesIO()
        drawing.save(file, "PNG")
        PortalImage.objects.create(
            title=title, description=description, collection=album, file=ImageFile(file, "exemple.png")
        )
