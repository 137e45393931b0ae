import datetime

import pytest

from portal.notifications import attention
from portal.notifications.attention import Item
from portal.notifications.subjects import SUBJECTS, Pace, Subject
from portal.tenancy.models import Membership


@pytest.fixture
def subjects(monkeypatch):
    """Three subjects, in the place of all others: at once, once a day, once a week."""
    for code in list(SUBJECTS):
        monkeypatch.delitem(SUBJECTS, code)
    made = {
        "seance": Subject(code="seance", label="Séances du comité"),
        "document": Subject(code="document", label="Nouveaux documents", pace=Pace.DAILY),
        "annuaire": Subject(code="annuaire", label="Changements de l’annuaire", pace=Pace.WEEKLY),
    }
    for code, subject in made.items():
        monkeypatch.setitem(SUBJECTS, code, subject)
    return made


@pytest.fixture
def member(pdc):
    """``member("diane")`` is her membership of the Pas-de-Calais, which asks."""

    def find(first_name: str) -> Membership:
        rows = Membership.objects.select_related("user", "tenant")
        return rows.get(tenant=pdc, user__email=f"{first_name}@demo.example")

    return find


@pytest.fixture
def waiting(monkeypatch):
    """Make exactly these titles wait, for everyone: ``waiting("Un document à lire")``."""

    def make(*titles: str):
        at = datetime.datetime(2026, 11, 17, 8, tzinfo=datetime.UTC)
        items = [Item(title=title, url="/extranet/annuaire/", at=at) for title in titles]
        monkeypatch.setattr(attention, "_waiting", {"tests": lambda membership: items})
        monkeypatch.setattr(attention, "_finding", {})

    return make
