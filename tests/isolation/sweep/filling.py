"""Marks in every free text of our own models, found through the app registry: a new model is marked too, or fails."""

import datetime
import hashlib

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils import timezone

from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.scoping import TenantModel
from tests.isolation.sweep.marks import Marks

NOT_FREE = {
    "slug", "path", "url_path", "phone", "contact_phone", "file", "file_hash", "filter_spec", "focal_point_key",
    "outline", "token_digest", "code_digest", "sha256",
}  # fmt: skip


WRITTEN_ONCE = {"committees.Erratum", "committees.Step", "solicitations.JournalEntry"}
"""What the database never lets anybody change: one more is brought in, as an archive does, with the marks in it."""
LEFT_AS_THEY_ARE = {
    "committees.Meeting": Q(state="publiee"),
    "committees.Passage": Q(minutes__state__in=["approuve", "publie"]),
    "committees.Revision": Q(passage__minutes__state__in=["approuve", "publie"]),
    "committees.Comment": Q(passage__minutes__state__in=["approuve", "publie"]),
    "committees.Presence": Q(meeting__minutes__state__in=["approuve", "publie"]),
}
"""What it never lets anybody change from some state on: the others of its kind are marked."""
SAID_IN = {
    "committees.Comment.answer": Q(resolved_at__isnull=False),
    "committees.Decision.reason": Q(state="abandonnee"),
    "committees.Reply.replaced_by": Q(answer="remplace"),
    "resources.Resource.url": Q(nature="lien"),
    **dict.fromkeys(
        ("solicitations.Solicitation.destination", "solicitations.Solicitation.destination_contact"),
        Q(state="reorientee", erased_at=None),
    ),
    **{f"solicitations.Solicitation.{name}": Q(erased_at=None) for name in ("tried_text", "hoped_text", "answer_text")},
}
"""Words that a row has in one state alone: those of this kind are marked."""


def tenant_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, TenantModel) and not m._meta.proxy]


def free_texts(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of ``model`` that hold any words one likes."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and type(field).__name__ != "StreamField"
        and field.name not in NOT_FREE
        and not field.choices
        and (field.max_length or 1000) >= 30
    ]


def fill(tenant: Tenant, marks: Marks, user) -> dict[str, models.Model]:
    """Give ``tenant``, which is asking, a row of each model it owns none of; return the last one of each."""
    made = {}
    for model in tenant_models():
        if model._meta.label in WRITTEN_ONCE:
            with context.use(context.Platform(for_tenant=tenant.pk)):
                build(model, tenant, marks, user)
        elif not model._base_manager.filter(tenant=tenant).exists():
            build(model, tenant, marks, user)
        made[model._meta.label] = model._base_manager.filter(tenant=tenant).order_by("pk").last()
    return made


def build(model: type[models.Model], tenant: Tenant, marks: Marks, user) -> models.Model:
    """Save a row of ``model`` with the least said. A model that needs more than this fails here, by name."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name == "tenant" or field.null or field.has_default():
            continue
        values[field.name] = _value(field, tenant, marks, user)
    if model._meta.label == "events.Series":
        values["count"] = 3
    if model._meta.label == "committees.Reply":
        values["answer"] = "remplace"
    if model._meta.label == "committees.Decision":
        today = timezone.localdate()
        values |= {"year": today.year, "state": "abandonnee", "settled_on": today, "reason": marks.text}
    if model._meta.label == "committees.Comment":
        values["resolved_at"] = timezone.now()
    if model._meta.label == "committees.Step":
        values["before"] = ""
    if model._meta.label == "trainings.Evaluation":
        values |= {"overall": 4, "aims": 4}
    return model._base_manager.create(tenant=tenant, **values)


def _value(field, tenant, marks, user):
    if field.is_relation:
        return _related(field, tenant, marks, user)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.FileField):
        return ContentFile(marks.canary.encode(), f"{marks.probe}.pdf")
    if isinstance(field, models.EmailField):
        return f"{marks.canary}@exemple.test"
    if isinstance(field, models.URLField):
        return f"https://{marks.canary}.exemple.test/{marks.probe}"
    if isinstance(field, models.SlugField):
        return f"{marks.probe}-auto"
    if field.name in {"token_digest", "sha256"}:
        return hashlib.sha256(f"{marks.probe}-jeton".encode()).hexdigest()
    if isinstance(field, (models.CharField, models.TextField)):
        return "" if field.name in NOT_FREE and field.blank else marks.text[: field.max_length]
    if isinstance(field, models.DateTimeField):
        return timezone.now() + datetime.timedelta(days=10)
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, ArrayField):
        return [f"{marks.canary}@exemple.test"]
    return marks.canary.encode() if isinstance(field, models.BinaryField) else 1


def _related(field, tenant, marks, user):
    model = field.related_model
    if model is type(user):
        address = f"{marks.canary}.{field.model._meta.model_name}.{field.name}@exemple.test"
        return model.objects.create_user(address, last_name=marks.canary)
    if model is Tenant:
        return tenant
    if issubclass(model, TenantModel):
        found = model._base_manager.filter(tenant=tenant).first()
        return found or build(model, tenant, marks, user)
    if hasattr(model, "tenant"):
        return model._base_manager.filter(tenant=tenant).first()
    return model._base_manager.first()


def mark_every_text(tenant: Tenant, marks: Marks) -> None:
    """Add the marks to the free texts of all the tenant's rows of our own models, and of its pages."""
    for model in tenant_models():
        if model._meta.label not in WRITTEN_ONCE:
            kept = LEFT_AS_THEY_ARE.get(model._meta.label, Q(pk__in=[]))
            _mark(model._base_manager.filter(tenant=tenant).exclude(kept), free_texts(model), marks)
    home = tenant.home_page.path
    for model in apps.get_models():
        if hasattr(model, "url_path") and not model._meta.abstract:
            _mark(model._base_manager.filter(path__startswith=home), free_texts(model), marks)


def _mark(rows: models.QuerySet, fields: list[models.Field], marks: Marks) -> None:
    changes = {}
    for field in fields:
        if only := SAID_IN.get(f"{rows.model._meta.label}.{field.name}"):
            kept = Left(F(field.name), field.max_length - len(marks.text) - 1)
            rows.filter(only).update(**{field.name: Concat(kept, Value(f" {marks.text}"))})
            continue
        if field.name == "email":
            # each its own: some models keep one open row an address
            key = Cast("pk", CharField())
            changes[field.name] = Concat(Value(f"{marks.canary}."), key, Value("@exemple.test"))
            continue
        suffix = f" {marks.text}"
        kept = Left(F(field.name), field.max_length - len(suffix)) if field.max_length else F(field.name)
        changes[field.name] = Concat(kept, Value(suffix))
    if changes:
        rows.exclude(**{f"{fields[0].name}__contains": marks.canary}).update(**changes)


def unmarked(tenant: Tenant, marks: Marks) -> list[str]:
    """Return « Model.field » of each free text of our own models where the tenant has no marked row."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in tenant_models()
        for field in free_texts(model)
        if not model._base_manager.filter(tenant=tenant, **{f"{field.name}__contains": marks.canary}).exists()
    ]
