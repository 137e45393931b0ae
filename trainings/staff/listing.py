"""The list of trainings: what each is, when it is held next, and whether the catalogue shows it."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.urls import reverse
from django.utils import timezone
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from events.words import day
from portal.organisations.models import Organisation
from trainings.models import Session, Training


class Standing(TextChoices):
    PUBLISHED = "True", "publiée"
    DRAFT = "False", "brouillon"


def with_next(trainings: QuerySet) -> QuerySet:
    """Say of each training when it is held next, and how many sessions are to come. No query of its own."""
    held = ~Q(sessions__state=Session.State.CANCELLED)
    coming = Session.objects.filter(training=OuterRef("pk"), ends_at__gt=timezone.now())
    coming = coming.exclude(state=Session.State.CANCELLED)
    return trainings.annotate(
        next_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
        coming=Count("sessions", held & Q(sessions__ends_at__gt=timezone.now())),
    )


class TrainingFilters(WagtailFilterSet):
    state = ChoiceFilter(label="État", field_name="is_published", choices=Standing.choices)
    institute = ModelChoiceFilter(label="Organisme", queryset=Organisation.objects.all(), method="by_institute")

    class Meta:
        model = Training
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        training = Organisation.objects.filter(trainings__isnull=False).distinct().order_by("name")
        self.filters["institute"].queryset = training

    def by_institute(self, rows, name, value):
        return rows.filter(institute=value)


def _next_of(training: Training) -> str:
    return day(timezone.localdate(training.next_at)) if training.next_at else "aucune"


class TrainingIndex(IndexView):
    page_title = "Formations"
    add_item_label = "Ajouter une formation"
    filterset_class = TrainingFilters
    default_ordering = [F("next_at").asc(nulls_last=True), "title", "pk"]
    list_display = [
        "title",
        Column("institute", label="Organisme"),
        Column("next_at", label="Prochaine session", accessor=_next_of),
        Column("coming", label="Sessions à venir"),
        Column("audience", label="Ouverte à", accessor=lambda each: str(each.audience)),
        StatusTagColumn(
            "is_published", label="État", accessor=lambda each: Standing(str(each.is_published)).label,
            primary=lambda each: each.is_published,
        ),
    ]  # fmt: skip

    def get_base_queryset(self):
        return with_next(Training.objects.select_related("audience", "institute"))

    def get_edit_url(self, instance):
        return reverse("training:sessions", args=[instance.pk])

    def get_list_more_buttons(self, instance):
        words = [
            ("Sessions", "training:sessions", "date"),
            ("Ajouter une session", "training:add_session", "plus"),
            ("Modifier le texte et le public", "training:edit", "edit"),
            ("Dupliquer", "training:duplicate", "copy"),
        ]
        return [
            Button(label, url=reverse(name, args=[instance.pk]), icon_name=icon, priority=priority)
            for priority, (label, name, icon) in enumerate(words)
        ]
