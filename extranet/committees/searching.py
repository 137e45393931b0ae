"""What a visitor may find of the committees: the extracts of published minutes, and the papers that come with them.

Those are public pages and files, the same for a member. What the library holds for members is found there, by its own
search; of minutes, no word is read here that was not chosen for everybody.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from extranet.committees.models import Erratum, Meeting, Minutes, Paper
from extranet.committees.views.extracts import public_extracts
from portal.design.typography import french_date
from portal.documents.models import Content, Document
from portal.search.registry import Source, Told, declare, follow, read_again
from portal.tenancy.cache import refresh
from portal.tenancy.models import Membership, Module

EXTRACTS, PAPERS = "extraits", "pieces"


def _named(meeting: Meeting) -> str:
    day = date_format(timezone.localtime(meeting.starts_at), "j F Y")
    return f"{meeting.committee.name}, {french_date(day)}"


def _address(name: str, *args: int) -> str:
    return reverse(name, settings.ROOT_URLCONF, args=args)


def _told_of_extract(minutes: Minutes) -> Told:
    chosen = minutes.passages.filter(is_public=True).exclude(text="")
    errata = Erratum.objects.filter(passage__in=chosen).order_by("pk").values_list("text", flat=True)
    words = [word for passage in chosen.values_list("title", "text") for word in passage]
    return Told(
        title=_named(minutes.meeting),
        summary="Ce que le comité rend public de sa réunion.",
        text=" ".join([*words, *errata]),
        url=_address("minutes_extract_page", minutes.pk),
    )


def _papers() -> QuerySet[Paper]:
    """Return the papers of the meetings of which there is an extract, whoever they are for."""
    of_meeting = public_extracts().order_by().filter(meeting=OuterRef("meeting"))
    return Paper.objects.filter(Exists(of_meeting))


def _public_papers(membership: Membership | None) -> QuerySet[Paper]:
    """Return those that are for everybody: the library's own word decides, each time somebody asks."""
    return _papers().filter(document__in=Document.objects.visible_to(None).values("pk"))


def _told_of_paper(paper: Paper) -> Told:
    text = Content.objects.filter(version__document=paper.document_id, version__is_current=True).values_list("text")
    return Told(
        title=paper.document.title,
        summary=f"Pièce du compte rendu : {_named(paper.meeting)}",
        text=" ".join(words for (words,) in text),
        url=_address("minutes_extract_paper", paper.meeting.minutes.pk, paper.pk),
    )


declare(
    Source(
        name=EXTRACTS, label="Extrait de compte rendu", plural="Extraits de comptes rendus", order=75,
        module=Module.COMMITTEES,
        rows=public_extracts,
        visible=lambda membership: public_extracts(),
        told=_told_of_extract,
    )
)  # fmt: skip
declare(
    Source(
        name=PAPERS, label="Pièce d’un comité", plural="Pièces des comités", order=76, module=Module.COMMITTEES,
        rows=lambda: _papers().select_related("document", "meeting__committee", "meeting__minutes"),
        visible=_public_papers,
        told=_told_of_paper,
    )
)  # fmt: skip
follow(PAPERS, Paper)


def read_extract_again(minutes: Minutes) -> None:
    """Read what everybody may read of these minutes, as it is now."""
    read_again(EXTRACTS, [minutes.pk])
    read_again(PAPERS, list(Paper.objects.filter(meeting=minutes.meeting_id).values_list("pk", flat=True)))
    refresh(minutes.tenant_id)


@receiver(post_save, sender=Minutes)
def read_what_is_published(sender, instance, raw=False, **kwargs):
    if not raw and instance.state == Minutes.State.PUBLISHED:
        read_extract_again(instance)


@receiver(post_save, sender=Erratum)
def read_what_is_put_right(sender, instance, raw=False, **kwargs):
    if not raw:
        read_extract_again(instance.minutes)


@receiver(post_save, sender=Document)
def read_a_paper_again(sender, instance, created=False, raw=False, **kwargs):
    """A document that is renamed or archived; its audience is asked for each time."""
    if raw or created:
        return
    if papers := list(_papers().filter(document=instance).values_list("pk", flat=True)):
        read_again(PAPERS, papers)
        refresh(instance.tenant_id)
