from django.db import models
from django.db.models import Q
from django.utils import timezone

from extranet.committees.models.meetings import Item, Meeting
from portal.tenancy.models import Membership
from portal.tenancy.scoping import TenantManager, TenantModel

LONGEST = 20_000
"""Characters of one passage: some eight pages."""


class MinutesQuerySet(models.QuerySet):
    def frozen(self):
        """Keep those of which no word changes any more."""
        return self.filter(state__in=[Minutes.State.APPROVED, Minutes.State.PUBLISHED])


class Minutes(TenantModel):
    """What was said and agreed at a meeting: written, read again by who was there, approved, then published for good.

    Only ``minutes`` changes them. From their approval on the database keeps their text as it is.
    """

    is_shown_to_the_public = False  # what visitors are shown of them, ``searching`` refreshes

    class State(models.TextChoices):
        DRAFT = "brouillon", "brouillon"
        REREADING = "relecture", "en relecture"
        APPROVED = "approuve", "approuvé"
        PUBLISHED = "publie", "publié"

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField("commencé le", default=timezone.now, editable=False)
    reread_from = models.DateTimeField("en relecture depuis le", null=True, editable=False)
    reread_until = models.DateField("en relecture jusqu’au", null=True, editable=False)
    approved_at = models.DateTimeField("approuvé le", null=True, editable=False)
    approved_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    approved_in = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="approuvé à la réunion", null=True, editable=False, related_name="+"
    )
    is_approved_by_silence = models.BooleanField("approuvé sans remarque à la date", default=False, editable=False)
    published_at = models.DateTimeField("publié le", null=True, editable=False)
    published_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = TenantManager.from_queryset(MinutesQuerySet)()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["-meeting__starts_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["brouillon", "relecture"], approved_at=None, approved_in=None,
                            is_approved_by_silence=False)
                | Q(state__in=["approuve", "publie"], approved_at__isnull=False, approved_in=None,
                    is_approved_by_silence=True)
                | Q(state__in=["approuve", "publie"], approved_at__isnull=False, approved_in__isnull=False,
                    is_approved_by_silence=False),
                name="minutes_say_how_they_were_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="publie", published_at__isnull=False) | ~Q(state="publie") & Q(published_at=None),
                name="minutes_say_when_they_were_published",
            ),
            models.CheckConstraint(
                condition=Q(state="brouillon") | Q(reread_from__isnull=False, reread_until__isnull=False),
                name="minutes_were_read_again",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Compte rendu – {self.meeting}"

    @property
    def is_frozen(self) -> bool:
        """Whether no word of it changes any more."""
        return self.state in {self.State.APPROVED, self.State.PUBLISHED}


class Passage(TenantModel):
    """What the minutes say of one item of the agenda, or before and after them. ``version`` counts its savings.

    ``title`` and ``part`` are the item's, as they were when it was brought in: an agenda says nothing else afterwards.
    """

    is_shown_to_the_public = False

    class Kind(models.TextChoices):
        OPENING = "ouverture", "ouverture"
        ITEM = "point", "point"
        OTHER = "divers", "divers"

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="passages")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, editable=False, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.ITEM, editable=False)
    part = models.CharField("partie", max_length=120, blank=True, editable=False)
    title = models.CharField("intitulé", max_length=160, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.TextField("texte", max_length=LONGEST, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    written_at = models.DateTimeField("enregistré le", null=True, editable=False)
    written_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    is_public = models.BooleanField("dans l’extrait public", default=False)

    class Meta:
        verbose_name = "passage du compte rendu"
        verbose_name_plural = "passages du compte rendu"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "item"], condition=Q(item__isnull=False), name="one_passage_per_item"
            ),
            models.UniqueConstraint(
                fields=["minutes", "kind"], condition=~Q(kind="point"), name="one_opening_and_one_end_per_minutes"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="passage_has_a_title"),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Revision(TenantModel):
    """A passage as it was saved once, by whom and when: nothing that was written is lost."""

    is_shown_to_the_public = False

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "version d’un passage"
        verbose_name_plural = "versions de passages"
        ordering = ["-version"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["passage", "version"], name="one_revision_per_version")]

    def __str__(self):
        return f"{self.passage}, version {self.version}"


class Comment(TenantModel):
    """What somebody who was there says of a passage while it is read again, and what the secretary made of it."""

    is_shown_to_the_public = False

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    text = models.TextField("remarque", max_length=2000)
    at = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    answer = models.TextField("réponse", max_length=1000, blank=True, editable=False)
    resolved_at = models.DateTimeField("traitée le", null=True, editable=False)
    resolved_by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = "remarque sur un compte rendu"
        verbose_name_plural = "remarques sur un compte rendu"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(condition=Q(answer="") | Q(resolved_at__isnull=False), name="answer_settles"),
        ]  # fmt: skip

    def __str__(self):
        return f"Remarque sur {self.passage}"


class Erratum(TenantModel):
    """What is put right of published minutes: beside the text, which stays. ``passage`` is None for the whole."""

    is_shown_to_the_public = False

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="errata")
    passage = models.ForeignKey(
        Passage, models.RESTRICT, verbose_name="à propos de", null=True, blank=True, related_name="errata"
    )
    text = models.TextField("erratum", max_length=2000)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField("écrit le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "erratum"
        verbose_name_plural = "errata"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="erratum_says_something")]

    def __str__(self):
        return f"Erratum – {self.minutes}"
