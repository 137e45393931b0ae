"""Somebody asks to come in; what they typed, the mails they got, and the staff who answer."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from extranet.access import keys, services
from extranet.access.models import AccessRequest
from portal.accounts.models import User
from portal.organisations.models import Organisation
from portal.territories.models import Platform
from tests.conftest import PDC_HOST, GuardedClient

NORA = "nora.martin@asso.example"
TYPED = {
    "first_name": "Nora", "last_name": "Martin", "email": NORA, "phone": "06 48 71 29 98",
    "organisation_name": "Association d’insertion (exemple)", "function": "Travailleuse sociale",
    "commune_name": "Lens", "platform": "", "reason": "Suivre l’agenda des formations.", "website": "",
}  # fmt: skip
ASK = "/demander-un-acces/"
CONFIRM = "/demander-un-acces/confirmer/"
STAFF = "/extranet/gestion/demandes/"


def person(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")


def sheet(request) -> str:
    return f"{STAFF}{request.pk}/"


def link_in(letter) -> str:
    return re.search(rf"http://{PDC_HOST}:8000(/demander-un-acces/suivi/[\w-]+/)", letter.body)[1]


def code_in(letter) -> str:
    return re.search(r": (\d{6})$", letter.body, re.MULTILINE)[1]


def letters_to(address: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [address]]


@pytest.fixture
def send(pdc_client, django_capture_on_commit_callbacks):
    """``send(**changes)`` posts the form, as a visitor."""

    def post(client=None, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return (client or pdc_client).post(ASK, TYPED | changes)

    return post


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """``post(client, address, data)``, with the mails that leave once it is committed."""

    def do(client, address, data, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data, **options)

    return do


@pytest.fixture
def alice(pdc):
    """Alice, who coordinates Lens-Hénin, at her browser."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def gael(pdc):
    """Gaël, who administers, at his browser."""
    return GuardedClient(PDC_HOST).login_as("gael")


@pytest.fixture
def make(pdc):
    """``make(**fields)`` is a request that was sent; ``make.confirmed()`` one that staff see."""

    def build(*, confirmed: bool = True, **fields) -> AccessRequest:
        organisation = Organisation.objects.get(name="Association d’insertion (exemple)")
        fields = {
            "first_name": "Nora", "last_name": "Martin", "email": NORA, "organisation_name": organisation.name,
            "organisation": organisation, "function": "Travailleuse sociale", "reason": "Suivre l’agenda.",
            "platform": Platform.objects.get(slug="lens-henin"), "tenant": pdc,
        } | fields  # fmt: skip
        request = AccessRequest(**fields)
        services.ask(request)
        if confirmed:
            services.confirm(request)
            request.refresh_from_db()
        mail.outbox.clear()
        return request

    return build


@pytest.fixture
def clock(monkeypatch):
    """``clock(moment)`` stops the clock there."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def page_of(request) -> str:
    return f"/demander-un-acces/suivi/{keys.token_of(request)}/"
