"""Another address for an account: both mailboxes agree, or nothing moves."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from portal.accounts import addresses
from portal.accounts.models import AddressChange
from tests.conftest import PDC_HOST, GuardedClient
from tests.portal.accounts.people import confirm_again, person, sign_in

pytestmark = pytest.mark.django_db
PAGE, OLD, NEW = "/compte/adresses/", "diane@demo.example", "diane@ailleurs.example"


@pytest.fixture
def diane():
    client, _ = sign_in("diane")
    confirm_again(client)
    return client


def ask(client, email: str = NEW):
    return client.post(PAGE, {"email": email}, follow=True)


def link_sent_to(address: str) -> str:
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    return re.search(rf"http://{PDC_HOST}(/compte/adresses/confirmation/\S+)", letters[-1].body)[1]


def follow(link: str, **data):
    """Follow a link from a mailbox, in a browser that is not signed in, and press the button."""
    return GuardedClient(PDC_HOST).post(link, data or {"agree": "1"})


def test_the_address_moves_when_both_mailboxes_have_agreed(diane):
    assert "Changement en attente" in ask(diane).text
    assert OLD in [person("diane").email]
    assert "Reste à suivre" in follow(link_sent_to(NEW)).text
    assert person("diane").email == OLD
    assert "Votre adresse a changé" in follow(link_sent_to(OLD)).text
    assert not type(person("bob")).objects.filter(email=OLD).exists()
    moved = type(person("bob")).objects.get(email=NEW)
    assert list(moved.emailaddress_set.values_list("email", "verified", "primary")) == [(NEW, True, True)]
    told = [letter.to for letter in mail.outbox if "a changé" in letter.subject]
    assert sorted(told) == [[NEW], [OLD]]


def test_in_the_other_order_too(diane):
    ask(diane)
    follow(link_sent_to(OLD))
    assert person("diane").email == OLD
    follow(link_sent_to(NEW))
    assert type(person("bob")).objects.filter(email=NEW).exists()


@pytest.mark.parametrize("mailbox", [OLD, NEW])
def test_one_mailbox_alone_moves_nothing(diane, mailbox):
    ask(diane)
    follow(link_sent_to(mailbox))
    follow(link_sent_to(mailbox))
    assert person("diane").email == OLD


@pytest.mark.parametrize("mailbox", [OLD, NEW])
def test_opening_a_link_changes_nothing(diane, mailbox):
    """Mail scanners open them all."""
    ask(diane)
    for address in (OLD, NEW):
        assert NEW in GuardedClient(PDC_HOST).get(link_sent_to(address)).text
    assert not AddressChange.objects.exclude(old_confirmed_at=None, new_confirmed_at=None).exists()


@pytest.mark.parametrize("mailbox", [OLD, NEW])
def test_either_mailbox_stops_it(diane, mailbox):
    ask(diane)
    links = [link_sent_to(OLD), link_sent_to(NEW)]
    assert "L’adresse ne change pas" in follow(link_sent_to(mailbox), stop="1").text
    for link in links:
        assert follow(link).status_code == 410
    assert person("diane").email == OLD


def test_whoever_asked_may_give_it_up(diane):
    ask(diane)
    assert "Votre adresse reste la même" in diane.post(f"{PAGE}arreter/", follow=True).text
    assert follow(link_sent_to(OLD)).status_code == 410


def test_a_second_request_ends_the_first(diane):
    ask(diane, "premiere@ailleurs.example")
    first = link_sent_to("premiere@ailleurs.example")
    ask(diane)
    assert follow(first).status_code == 410
    assert follow(link_sent_to(NEW)).status_code == 200


def test_the_links_are_good_for_a_day(diane):
    ask(diane)
    late = timezone.now() - timezone.timedelta(hours=1)
    AddressChange.objects.update(created_at=late - addresses.VALID_FOR, expires_at=late)
    assert follow(link_sent_to(OLD)).status_code == 410
    assert "en attente" not in diane.get(PAGE).text
    addresses.forget_old_changes()
    assert not AddressChange.objects.exists()


def test_asking_takes_the_password_again():
    client, _ = sign_in("diane")
    answer = client.post(PAGE, {"email": NEW})
    assert answer["Location"].startswith("/compte/confirmer/")
    assert not AddressChange.objects.exists()


def test_somebody_else_s_address_is_not_told_apart(diane):
    page = ask(diane, "GAEL@demo.example")
    assert "Changement en attente" in page.text
    letter = next(letter for letter in mail.outbox if letter.to == ["gael@demo.example"])
    assert "Elle a déjà le sien" in letter.body
    assert "confirmation" not in letter.body
    follow(link_sent_to(OLD))
    assert person("diane").email == OLD


def test_an_address_taken_meanwhile_stops_the_change(diane):
    ask(diane)
    follow(link_sent_to(OLD))
    bob = person("bob")
    bob.email = NEW
    bob.save()
    assert follow(link_sent_to(NEW)).status_code == 410
    assert person("diane").email == OLD


@pytest.mark.parametrize("email", ["", "pas-une-adresse", OLD, OLD.upper()])
def test_an_address_that_does_not_do_is_said_beside_its_field(diane, email):
    page = diane.post(PAGE, {"email": email})
    assert 'aria-invalid="true"' in page.text
    assert not AddressChange.objects.exists()
    assert not mail.outbox
