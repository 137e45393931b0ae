"""Those who follow a folder are told of what came in, once, if it is for them."""

import datetime

import pytest
from django.utils import timezone

from extranet.library.attention import documents_to_read
from portal.documents import services
from portal.jobs.registry import JOBS
from portal.notifications.models import Mail
from portal.organisations.models import Audience
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(pdc):
    made = make_folder()
    for name in ("bob", "diane", "alice"):
        services.follow(member(name), made)
    return made


def told() -> dict[str, str]:
    """Run the job; return the subject of each mail it sent, by address."""
    before = set(Mail.objects.values_list("pk", flat=True))
    JOBS["library.announce"].run()
    return {mail.to[0]: mail.subject for mail in Mail.objects.exclude(pk__in=before)}


def test_followers_are_told_once_and_not_the_author(folder):
    make_document(folder, title="Guide")
    first = told()
    assert set(first) == {"bob@demo.example", "diane@demo.example"}  # alice put it in
    assert "Guide" in first["bob@demo.example"]
    assert told() == {}


def test_several_documents_are_one_notice(folder):
    for n in range(3):
        make_document(folder, pdf([f"Feuille {n}"]), title=f"Guide {n}")
    assert "3 nouveaux documents" in told()["bob@demo.example"]


def test_nobody_is_told_of_what_is_not_for_them(folder):
    make_document(folder, audience=Audience.objects.create(reach="choisis", kinds=["bailleur"]), title="Réservé")
    assert set(told()) == {"bob@demo.example"}


def test_a_new_version_is_told_as_such(folder):
    document = make_document(folder, title="Guide")
    told()
    services.add_version(document, kept(pdf(["Corrigé"])), by=user("alice"))
    assert "Nouvelle version" in told()["bob@demo.example"]


def test_what_is_archived_meanwhile_is_told_to_nobody(folder):
    services.set_archived(make_document(folder), True)
    assert told() == {}


def test_the_news_are_what_became_visible_since(folder):
    since = timezone.now() - datetime.timedelta(minutes=1)
    make_document(folder, title="Guide")
    make_document(
        folder, pdf(["x"]), audience=Audience.objects.create(reach="choisis", kinds=["ccas"]), title="Réservé"
    )
    assert [item.title for item in documents_to_read(member("bob"), since).news] == ["Guide"]
    assert documents_to_read(member("bob"), timezone.now()).news == []
