"""Who opened what: the least that is needed, and for twelve months."""

import datetime

import pytest
from django.utils import timezone

from portal.documents import services
from portal.documents.models import Document, Reading
from portal.jobs.registry import JOBS
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db


def test_the_newest_version_that_was_opened_is_remembered(pdc):
    document, bob = make_document(make_folder()), member("bob")
    first = document.current
    services.record_reading(bob, first)
    second = services.add_version(document, kept(pdf(["Corrigé"])), by=None)
    assert document in Document.objects.unread_by(bob)
    services.record_reading(bob, second)
    services.record_reading(bob, first)  # looks back at the former one
    reading = Reading.objects.get(document=document)
    assert reading.version == second
    assert reading.first_at < reading.last_at
    assert document not in Document.objects.unread_by(bob)


def test_a_reading_is_erased_twelve_months_after_the_last(pdc, monkeypatch):
    document, now = make_document(make_folder()), timezone.now()
    services.record_reading(member("bob"), document.current)
    for days, left in [(364, 1), (366, 0)]:
        monkeypatch.setattr(timezone, "now", lambda days=days: now + datetime.timedelta(days=days))
        JOBS["documents.readings"].run()
        assert Reading.objects.filter(document=document).count() == left


def test_nothing_but_who_what_and_when_is_written():
    columns = {field.name for field in Reading._meta.fields}
    assert columns == {"id", "tenant", "membership", "document", "version", "first_at", "last_at"}
