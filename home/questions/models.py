from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from wagtail.fields import RichTextField

from portal.design.slugs import apart, free_slug
from portal.pages.rows import Heading, Placed, Shown, ShownQuerySet
from portal.tenancy.references import OwnReferencesModelForm
from portal.tenancy.reviewed import Reviewed
from portal.tenancy.scoping import TenantManager, TenantModel

FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


class QuestionCategory(Heading):
    class Meta(Heading.Meta):
        verbose_name = "catégorie"


class QuestionQuerySet(ShownQuerySet):
    def by_category(self):
        """Put them in the order of the page; what has no category comes last."""
        return self.order_by(F("category__position").asc(nulls_last=True), "category__name", "position", "pk")


class Question(Shown, Placed, Reviewed, TenantModel):
    """A question as people ask it, and its answer. Its address on the page is made once: links to it last."""

    question = models.CharField("question", max_length=200, help_text="Comme on la pose : « Qui peut… ? »")
    slug = models.SlugField("identifiant", max_length=80, blank=True, editable=False)
    answer = RichTextField("réponse", features=FEATURES)
    category = models.ForeignKey(
        QuestionCategory, models.SET_NULL, verbose_name="catégorie", null=True, blank=True, related_name="questions"
    )

    objects = TenantManager.from_queryset(QuestionQuerySet)()

    base_form_class = OwnReferencesModelForm

    class Meta:
        verbose_name = "question"
        ordering = ["position", "pk"]
        permissions = [("publish_question", "Rendre une question visible")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="one_question_per_slug"),
            models.UniqueConstraint(
                fields=["tenant", "question"], name="a_question_is_asked_once",
                violation_error_message="Cette question est déjà dans la liste.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.question

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(apart(self.question), Question.objects.all(), otherwise="question")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{reverse('questions', settings.ROOT_URLCONF)}#question-{self.slug}"
