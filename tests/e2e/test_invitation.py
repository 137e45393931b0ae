"""Somebody who was invited comes in, in a real browser."""

import hashlib
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.invitations import VALID_FOR
from portal.tenancy.models import Invitation, Role, Tenant
from tests.e2e.addresses import PDC
from tests.e2e.test_every_page import check

TOKEN, EMAIL = "jeton-du-navigateur", "nora@navigateur.example"


@pytest.fixture
def link(server, django_db_blocker):
    """The address of an open invitation; what came of it goes afterwards."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
        invitation = Invitation.objects.create(
            tenant=tenant, email=EMAIL, roles=[Role.REDACTION], expires_at=timezone.now() + VALID_FOR,
            token_digest=hashlib.sha256(TOKEN.encode()).hexdigest(),
        )  # fmt: skip
    yield f"/invitation/{TOKEN}/"
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        invitation.delete()
        User.objects.filter(email=EMAIL).delete()


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_the_page_of_an_invitation_has_no_fault(link, server, open_window, width, dark):
    check(open_window(width, dark=dark), server(PDC), link)


def test_an_account_is_opened_and_the_back_office_with_it(link, server, open_window):
    window = open_window()
    window.page.goto(server(PDC) + link)
    window.page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(window.page.get_by_role("alert")).to_contain_text("Écrivez votre prénom")
    window.page.get_by_label("Prénom").fill("Nora")
    window.page.get_by_label("Nom", exact=True).fill("Benali")
    window.page.get_by_label("Mot de passe").fill("quatre mots sans rapport")
    window.page.get_by_role("button", name="Ouvrir mon compte").click()
    expect(window.page).to_have_url(re.compile("/extranet/$"))
    assert window.faults == []
    window.page.goto(server(PDC) + link)
    expect(window.page.locator("h1")).to_have_text("Cette invitation n’est plus valable")
