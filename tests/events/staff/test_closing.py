"""An event is no longer for people who signed up: they are named before, then told, and their seats move on."""

import pytest
from django.utils import timezone

from events import seats, signing_up
from events.models import SignUp
from events.models.seats import State
from events.services import call_off
from events.signing_up import Choice, answer
from portal.notifications.models import Mail
from portal.organisations.models import Audience, Organisation
from portal.tenancy.models import Membership
from tests.events.staff.conftest import ADMIN, hidden, plain, sheet
from tests.events.test_telling import method_of

pytestmark = pytest.mark.django_db


def member(first_name: str) -> Membership:
    return Membership.objects.select_related("user").get(user__email=f"{first_name}@demo.example")


def mails_to(first_name: str) -> list[Mail]:
    return list(Mail.objects.filter(to=[f"{first_name}@demo.example"]).order_by("pk"))


def states(row) -> dict[str, str]:
    return {each.membership.user.first_name: each.state for each in row.seats.all()}


@pytest.fixture
def row(make_event, make_date):
    """A date with two seats: Bob (a landlord) and Diane come, Fanny (a landlord) waits, Gaël says « perhaps »."""
    row = make_date(make_event(takes_signups=True), capacity=2)
    for who in ("bob", "diane", "fanny"):
        answer(row, member(who), Choice.YES, by=member(who))
    answer(row, member("gael"), Choice.PERHAPS, by=member("gael"))
    Mail.objects.all().delete()
    return row


def for_landlords(page: str, **fields) -> dict:
    words = {"audience-reach": "choisis", "audience-kinds": [Organisation.Kind.LANDLORD], "takes_signups": "on"}
    return sheet(as_read=hidden(page, "as_read")) | words | fields


def test_who_would_not_see_it_any_more_is_named_before_anything_is_written(alice, row):
    address = f"{ADMIN}edit/{row.event_id}/"
    typed = for_landlords(alice.get(address).text, title="Entre bailleurs")
    page = plain(alice.post(address, typed))
    assert "2 personnes qui ont répondu ne verront plus cet événement" in page
    assert "Qui ne le verrait plus (2)" in page
    shown = page.split("Qui ne le verrait plus")[1]
    assert "Diane (exemple) : " in shown
    assert "(vient)" in shown
    assert "Gaël (exemple) : " in shown
    assert "Fanny" not in shown
    row.event.refresh_from_db()
    assert (row.event.title, row.event.audience.reach) == ("Groupe d’échanges (exemple)", "professionnels")
    assert states(row) == {"Bob": "inscrite", "Diane": "inscrite", "Fanny": "en_attente", "Gaël": "peut_etre"}
    assert not Mail.objects.exists()
    again = alice.post(address, typed | {"correct": "1"}).text
    assert 'value="Entre bailleurs"' in again
    assert 'value="choisis" ' in again


def test_once_read_they_are_told_why_and_the_seat_goes_to_who_may_still_come(alice, row):
    address = f"{ADMIN}edit/{row.event_id}/"
    for _ in range(2):
        assert confirm_or_save(alice, address).status_code == 302
    assert states(row) == {"Bob": "inscrite", "Diane": "annulee", "Fanny": "proposee", "Gaël": "annulee"}
    [mail] = mails_to("diane")
    assert "Cet événement ne vous est plus ouvert" in mail.subject
    assert "a changé à qui cet événement est ouvert" in mail.text
    assert method_of(mail) == "CANCEL"
    assert f"/agenda/{row.pk}/" not in mail.text + mail.html  # its page does not open for her
    assert "/repondre/" not in mail.text
    [mail] = mails_to("gael")
    assert "« peut-être » est retirée" in mail.text.replace("\xa0", " ")
    [mail] = mails_to("fanny")
    assert "Une place pour vous" in mail.subject
    assert mails_to("bob") == []


def confirm_or_save(client, address: str):
    typed = for_landlords(client.get(address).text, title="Groupe d’échanges (exemple)")
    sent = client.post(address, typed)
    if sent.status_code == 302:
        return sent
    return client.post(address, typed | {"confirmed": hidden(sent.text, "confirmed")})


def test_somebody_who_signs_up_meanwhile_is_read_too(alice, row):
    address = f"{ADMIN}edit/{row.event_id}/"
    typed = for_landlords(alice.get(address).text)
    agreed = hidden(alice.post(address, typed).text, "confirmed")
    SignUp.objects.create(occurrence=row, membership=member("chloe"), state=State.WAITING)
    page = plain(alice.post(address, typed | {"confirmed": agreed}))
    assert "Cela a changé depuis que vous l’avez lu" in page
    assert "Chloé" in page
    assert states(row)["Diane"] == "inscrite"


def test_naming_somebody_keeps_them(alice, row):
    address = f"{ADMIN}edit/{row.event_id}/"
    kept = [member("diane").pk, member("gael").pk]
    assert alice.post(address, for_landlords(alice.get(address).text, **{"audience-people": kept})).status_code == 302
    assert states(row)["Diane"] == "inscrite"


def test_other_words_ask_nothing(alice, row):
    Audience.objects.filter(pk=row.event.audience_id).update(reach="choisis", kinds=[Organisation.Kind.LANDLORD])
    address = f"{ADMIN}edit/{row.event_id}/"
    assert alice.post(address, for_landlords(alice.get(address).text, title="Autre titre")).status_code == 302
    assert states(row)["Diane"] == "inscrite"


def test_nobody_who_waits_is_offered_what_they_may_not_see(make_event, make_date, pdc):
    row = make_date(make_event(takes_signups=True), capacity=1)
    for who in ("diane", "gael", "bob"):
        answer(row, member(who), Choice.YES, by=member(who))
    Mail.objects.all().delete()
    Audience.objects.filter(pk=row.event.audience_id).update(reach="choisis", kinds=[Organisation.Kind.LANDLORD])
    row.event.audience.refresh_from_db()
    assert len(signing_up.leave_out(row.event)) == 2
    assert signing_up.leave_out(row.event) == []
    assert states(row) == {"Diane": "annulee", "Gaël": "annulee", "Bob": "proposee"}
    assert [len(mails_to(who)) for who in ("diane", "gael", "bob")] == [1, 1, 1]
    assert seats.free(row) == 0


def test_what_is_over_stays_as_it_was_and_what_is_put_off_goes_too(make_event, make_date, pdc):
    event = make_event(takes_signups=True)
    past, put_off, coming = make_date(event, days=-3), make_date(event, days=5), make_date(event, days=9)
    for row in (past, put_off, coming):
        SignUp.objects.create(occurrence=row, membership=member("diane"), state=State.TAKEN)
    call_off([put_off], put_off.State.POSTPONED, "Neige.", by=None)
    Audience.objects.filter(pk=event.audience_id).update(reach="choisis", kinds=[Organisation.Kind.LANDLORD])
    event.audience.refresh_from_db()
    signing_up.leave_out(event, now=timezone.now())
    assert [states(row)["Diane"] for row in (past, put_off, coming)] == ["inscrite", "annulee", "annulee"]
