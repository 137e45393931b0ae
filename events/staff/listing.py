"""The list of events: what each is, when it is next, and how it stands."""

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, TextChoices, Value, When
from django.urls import reverse
from django.utils import timezone
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from events.models import Event, EventQuerySet, Occurrence
from events.words import day
from portal.territories.models import Platform


class Standing(TextChoices):
    """How an event stands, as its dates to come say (all of them, once none is to come)."""

    DRAFT = "brouillon", "brouillon"
    PUBLISHED = "publie", "publié"
    POSTPONED = "reporte", "reporté"
    CANCELLED = "annule", "annulé"


def with_standing(events: EventQuerySet) -> EventQuerySet:
    """Say of each event how it stands, when its next date is, and how many it has. No query of its own."""
    rows = Occurrence.objects.filter(event=OuterRef("pk"))
    coming = rows.filter(ends_at__gt=timezone.now())
    held = Q(state=Occurrence.State.PLANNED)
    is_off = Q(Exists(coming), ~Exists(coming.filter(held))) | Q(
        ~Exists(coming), ~Exists(rows.filter(held)), Exists(rows)
    )
    is_postponed = Exists(coming.filter(state=Occurrence.State.POSTPONED))
    return events.annotate(
        next_at=Subquery(coming.filter(held).order_by("starts_at").values("starts_at")[:1]),
        last_at=Subquery(rows.order_by("-starts_at").values("starts_at")[:1]),
        dates=Count("occurrences", distinct=True),
        standing=Case(
            When(is_published=False, then=Value(Standing.DRAFT)),
            When(is_off & Q(is_postponed), then=Value(Standing.POSTPONED)),
            When(is_off, then=Value(Standing.CANCELLED)),
            default=Value(Standing.PUBLISHED),
            output_field=CharField(),
        ),
    )


class EventFilters(WagtailFilterSet):
    kind = ChoiceFilter(label="Nature", choices=Event.Kind.choices)
    state = ChoiceFilter(label="État", field_name="standing", choices=Standing.choices)
    platform = ModelChoiceFilter(label="Plateforme", field_name="platforms", queryset=Platform.objects.all())

    class Meta:
        model = Event
        fields = []


def _next_of(event: Event) -> str:
    if event.next_at:
        return day(timezone.localdate(event.next_at))
    if event.last_at and event.last_at < timezone.now():
        return f"passé ({day(timezone.localdate(event.last_at))})"
    return "aucune"


def _dates_url(event: Event) -> str:
    return reverse("event:dates", args=[event.pk])


class EventIndex(IndexView):
    page_title = "Agenda"
    add_item_label = "Ajouter un événement"
    filterset_class = EventFilters
    default_ordering = ["next_at", "-last_at", "pk"]
    list_display = [
        "title",
        Column("kind", label="Nature", accessor="get_kind_display"),
        Column("next_at", label="Prochaine date", accessor=_next_of),
        Column("dates", label="Dates"),
        Column("audience", label="Ouvert à", accessor=lambda each: str(each.audience)),
        StatusTagColumn(
            "standing", label="État", accessor=lambda each: Standing(each.standing).label,
            primary=lambda each: each.standing == Standing.PUBLISHED,
        ),
    ]  # fmt: skip

    def get_base_queryset(self):
        return with_standing(Event.objects.select_related("audience"))

    def get_edit_url(self, instance):
        return _dates_url(instance)

    def get_list_more_buttons(self, instance):
        words = [
            ("Dates", "event:dates", "date"),
            ("Modifier le texte et le public", "event:edit", "edit"),
            ("Dupliquer", "event:duplicate", "copy"),
        ]
        return [
            Button(label, url=reverse(name, args=[instance.pk]), icon_name=icon, priority=priority)
            for priority, (label, name, icon) in enumerate(words)
        ]
