"""Two people who write the same thing at once: the second is told what the first wrote, and loses nothing."""

import datetime

from django.db.models import Manager, Model
from django.forms import BaseModelForm
from django.utils.dateparse import parse_datetime
from wagtail.models import ModelLogEntry

from portal.design.typography import french

STAMP = "as_read"


def stamp_of(row: Model) -> str:
    """Return what a form carries to say which state it was made from."""
    return row.changed_at.isoformat()


def as_read(request) -> datetime.datetime | None:
    """Return the state that the form was made from; anything else than a moment is no state at all: long ago."""
    try:
        moment = parse_datetime(request.POST.get(STAMP, "").replace(" ", "+"))
    except ValueError:
        moment = None
    long_ago = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return moment if moment and moment.tzinfo else long_ago


def differences(form: BaseModelForm, known: Model, names: list[str]) -> list[str]:
    """Return, for each field that is not what is typed here, what it says now: « Titre : « … » »."""
    found = []
    for name in names:
        field, now = form.fields[name], getattr(known, name)
        typed = form.cleaned_data.get(name)
        if isinstance(now, Manager):
            now, typed = sorted(map(str, now.all())), sorted(map(str, typed or ()))
        if now != typed:
            found.append(french(f"{field.label.capitalize()} : {_shown(known, name, now)}"))
    return found


def _shown(known: Model, name: str, now) -> str:
    if isinstance(now, bool):
        return "oui" if now else "non"
    if isinstance(now, list):
        return ", ".join(now) or "rien"
    display = getattr(known, f"get_{name}_display", None)
    return f"« {display() if display else now} »" if now not in (None, "") else "rien"


def who(row: Model) -> str:
    """Return who wrote last, as the history says."""
    entry = ModelLogEntry.objects.for_instance(row).select_related("user").order_by("-timestamp", "-pk").first()
    return str(entry.user) if entry and entry.user else "Quelqu’un d’autre"
