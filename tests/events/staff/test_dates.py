"""Staff change, move, put off and cancel dates, one or several; the rule of a series; what is lost is read first."""

import datetime

import pytest
from django.utils import timezone

from events import services
from events.models import Occurrence, Series
from events.services import Scope, Slot
from portal.documents.models import Document
from tests.events.staff.conftest import ADMIN, confirm, days_of, hidden, once, plain, sheet, slot, weekly, where

pytestmark = pytest.mark.django_db
day = datetime.date
DATES = ADMIN + "dates/"


@pytest.fixture
def tuesdays(make_event):
    """Four Tuesdays of March 2027, from 9 to 11, published."""
    event = make_event()
    start = timezone.make_aware(datetime.datetime(2027, 3, 2, 9))
    made = services.plan(
        event, Slot(start, start + datetime.timedelta(hours=2)), {"place": "Mairie"},
        series=Series(frequency="semaines", count=4),
    )  # fmt: skip
    return made


def typed(occurrence: Occurrence, client, **fields) -> dict:
    """Return what the form of a date sends when only ``fields`` are changed."""
    page = client.get(f"{DATES}{occurrence.pk}/").text
    first = timezone.localdate(occurrence.starts_at)
    base = slot(f"{first:%d/%m/%Y}") | where(place="Mairie") | {"as_read": hidden(page, "as_read"), "scope": "celle-ci"}
    return base | fields


def test_one_date_has_its_own_note_documents_and_seats(alice, tuesdays):
    document = Document.objects.filter(folder__isnull=False).first()
    sent = typed(tuesdays[1], alice, note="Salle 2", documents=[document.pk], capacity="8")
    assert alice.post(f"{DATES}{tuesdays[1].pk}/", sent).status_code == 302
    first, second = Occurrence.objects.filter(pk__in=[each.pk for each in tuesdays[:2]]).order_by("starts_at")
    assert (second.note, list(second.documents.all()), second.capacity) == ("Salle 2", [document], 8)
    assert (first.note, first.documents.count(), first.capacity) == ("", 0, None)
    page = alice.get(f"{ADMIN}{second.event_id}/dates/").text
    assert "Salle 2" in page
    assert document.title in page
    assert "0 sur 8" in page


def test_a_date_nobody_counts_on_moves_at_once(alice, tuesdays):
    sent = typed(tuesdays[1], alice, first_day="10/03/2027")
    assert alice.post(f"{DATES}{tuesdays[1].pk}/", sent).status_code == 302
    assert days_of(tuesdays[0].event) == [day(2027, 3, 2), day(2027, 3, 10), day(2027, 3, 16), day(2027, 3, 23)]


def test_a_move_that_touches_somebody_is_read_again_first(
    alice, tuesdays, members, told, django_capture_on_commit_callbacks
):
    tuesdays[1].seats.create(membership=members[0], state="inscrite")
    address, sent = f"{DATES}{tuesdays[1].pk}/", typed(tuesdays[1], alice, first_day="10/03/2027")
    asked = alice.post(address, sent)
    assert "1\N{NO-BREAK SPACE}personne inscrite" in asked.text
    assert day(2027, 3, 10) not in days_of(tuesdays[1].event)
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.post(address, sent | {"confirmed": hidden(asked.text, "confirmed")}).status_code == 302
    [what] = told
    assert (what["what"], [each.pk for each in what["occurrences"]]) == ("changed", [tuesdays[1].pk])
    assert what["before"][tuesdays[1].pk].day == day(2027, 3, 9)


def test_somebody_who_signs_up_meanwhile_is_read_too(alice, tuesdays, members):
    tuesdays[1].seats.create(membership=members[0], state="inscrite")
    address, sent = f"{DATES}{tuesdays[1].pk}/", typed(tuesdays[1], alice, first_day="10/03/2027")
    asked = alice.post(address, sent).text
    tuesdays[1].seats.create(membership=members[1], state="inscrite")
    again = alice.post(address, sent | {"confirmed": hidden(asked, "confirmed")})
    assert "a changé depuis" in again.text
    assert "2\N{NO-BREAK SPACE}personnes inscrites" in again.text
    assert day(2027, 3, 10) not in days_of(tuesdays[1].event)


def test_going_back_from_what_is_asked_loses_nothing(alice, tuesdays):
    sent = typed(tuesdays[1], alice, first_day="10/03/2027", scope="suivantes", note="Salle 2")
    page = alice.post(f"{DATES}{tuesdays[1].pk}/", sent | {"correct": "1"}).text
    assert 'value="10/03/2027"' in page
    assert 'value="Salle 2"' in page
    assert day(2027, 3, 10) not in days_of(tuesdays[1].event)


def test_the_following_move_by_as_much_and_keep_their_own_hours_elsewhere(alice, tuesdays):
    services.change(tuesdays[3], {"place": "Ailleurs"}, by=None)
    sent = typed(tuesdays[1], alice, first_day="10/03/2027", starts="10:00", ends="12:00", scope="suivantes")
    assert confirm(alice, f"{DATES}{tuesdays[1].pk}/", sent).status_code == 302
    assert days_of(tuesdays[0].event) == [day(2027, 3, 2), day(2027, 3, 10), day(2027, 3, 17), day(2027, 3, 24)]
    rows = Occurrence.objects.filter(event=tuesdays[0].event).order_by("starts_at")
    assert [timezone.localtime(each.starts_at).hour for each in rows] == [9, 10, 10, 10]
    assert [each.place for each in rows] == ["Mairie", "Mairie", "Mairie", "Ailleurs"]


def test_a_move_keeps_nine_o_clock_when_the_hour_changes(alice, tuesdays):
    sent = typed(tuesdays[0], alice, first_day="09/03/2027", scope="toutes")
    confirm(alice, f"{DATES}{tuesdays[0].pk}/", sent)
    last = Occurrence.objects.filter(event=tuesdays[0].event).latest("starts_at")
    assert timezone.localtime(last.starts_at) == timezone.make_aware(datetime.datetime(2027, 3, 30, 9))


def test_all_those_to_come_change_and_no_other(alice, tuesdays, make_date):
    past = make_date(tuesdays[0].event, days=-10, place="Mairie")
    off = services.call_off([tuesdays[2]], Occurrence.State.CANCELLED, "Grève.", by=None)[0]
    confirm(alice, f"{DATES}{tuesdays[1].pk}/", typed(tuesdays[1], alice, place="Préfecture", scope="toutes"))
    places = dict(Occurrence.objects.filter(event=past.event).values_list("pk", "place"))
    assert [places[each.pk] for each in (past, *tuesdays)] == [
        "Mairie",
        "Préfecture",
        "Préfecture",
        "Mairie",
        "Préfecture",
    ]
    assert places[off.pk] == "Mairie"


def test_fewer_seats_than_are_taken_is_an_error_of_that_field(alice, tuesdays, members):
    for member in members[:3]:
        tuesdays[0].seats.create(membership=member, state="inscrite")
    answer = alice.post(f"{DATES}{tuesdays[0].pk}/", typed(tuesdays[0], alice, capacity="2"))
    assert answer.status_code == 422
    assert "3 places" in answer.text.split('id="id_capacity_error"')[1].split("</div>")[0].replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_second_of_two_writers_is_told_what_changed_and_loses_nothing(alice, chloe, tuesdays):
    address = f"{DATES}{tuesdays[0].pk}/"
    hers, his = typed(tuesdays[0], alice, place="Préfecture"), typed(tuesdays[0], chloe, note="Salle 2")
    alice.post(address, hers)
    page = chloe.post(address, his).text
    assert "Alice" in page
    assert "«\N{NO-BREAK SPACE}Préfecture\N{NO-BREAK SPACE}»" in page
    assert 'value="Salle 2"' in page
    tuesdays[0].refresh_from_db()
    assert (tuesdays[0].place, tuesdays[0].note) == ("Préfecture", "")
    chloe.post(address, his | {"place": "Préfecture", "as_read": hidden(page, "as_read")})
    tuesdays[0].refresh_from_db()
    assert (tuesdays[0].place, tuesdays[0].note) == ("Préfecture", "Salle 2")


def test_two_writers_of_the_words(alice, chloe, tuesdays):
    event = tuesdays[0].event
    address = f"{ADMIN}edit/{event.pk}/"
    stamp = hidden(alice.get(address).text, "as_read")
    alice.post(address, sheet(title="Nouveau titre", as_read=stamp))
    page = chloe.post(address, sheet(title="Autre titre", text="Le sien", as_read=stamp)).text
    assert "«\N{NO-BREAK SPACE}Nouveau titre\N{NO-BREAK SPACE}»" in page
    assert 'value="Autre titre"' in page
    event.refresh_from_db()
    assert (event.title, event.text) == ("Nouveau titre", "")


def test_a_new_title_is_told_and_a_new_text_only_read(alice, tuesdays, told, django_capture_on_commit_callbacks):
    event = tuesdays[0].event
    address = f"{ADMIN}edit/{event.pk}/"
    for title in (event.title, "Nouveau titre"):
        stamp = hidden(alice.get(address).text, "as_read")
        with django_capture_on_commit_callbacks(execute=True):
            alice.post(address, sheet(title=title, text="Du nouveau", as_read=stamp))
    assert [each["what"] for each in told] == ["changed"]
    tuesdays[0].refresh_from_db()
    assert tuesdays[0].sequence == 1


def test_a_cancellation_says_why_and_to_how_many_first(
    alice, tuesdays, members, told, django_capture_on_commit_callbacks
):
    tuesdays[2].seats.create(membership=members[0], state="inscrite")
    tuesdays[2].documents.add(Document.objects.first())
    address = f"{DATES}{tuesdays[1].pk}/annuler/"
    assert "Dites pourquoi" in alice.post(address, {"state": "annule", "reason": " ", "scope": "suivantes"}).text
    sent = {"state": "annule", "reason": "Salle fermée.", "scope": "suivantes"}
    asked = plain(alice.post(address, sent))
    assert "3 dates annulées" in asked
    assert "1 personne inscrite" in asked
    assert Document.objects.first().title in asked
    assert not tuesdays[0].event.occurrences.filter(state="annule").exists()
    with django_capture_on_commit_callbacks(execute=True):
        confirm(alice, address, sent)
    states = Occurrence.objects.filter(event=tuesdays[0].event).order_by("starts_at").values_list("state", "reason")
    assert list(states) == [("prevu", ""), *[("annule", "Salle fermée.")] * 3]
    assert [(each["what"], len(each["occurrences"])) for each in told] == [("cancelled", 3)]


def test_what_is_postponed_is_held_on_another_day(alice, tuesdays, told, django_capture_on_commit_callbacks):
    confirm(alice, f"{DATES}{tuesdays[0].pk}/annuler/", {"state": "reporte", "reason": "Neige.", "scope": "celle-ci"})
    tuesdays[0].refresh_from_db()
    assert tuesdays[0].state == "reporte"
    moved = alice.post(f"{DATES}{tuesdays[0].pk}/", typed(tuesdays[0], alice, first_day="05/03/2027"))
    assert "rétablissez-la" in moved.text
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(f"{DATES}{tuesdays[0].pk}/tenir/", slot("05/03/2027"))
    tuesdays[0].refresh_from_db()
    assert (tuesdays[0].state, tuesdays[0].reason, tuesdays[0].last_day) == ("prevu", "", day(2027, 3, 5))
    assert [each["what"] for each in told] == ["held_after_all"]


def test_nobody_is_told_of_a_draft(alice, tuesdays, told, django_capture_on_commit_callbacks):
    event = tuesdays[0].event
    event.is_published = False
    event.save()
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(f"{DATES}{tuesdays[1].pk}/", typed(tuesdays[1], alice, first_day="10/03/2027"))
        alice.post(f"{ADMIN}{event.pk}/dates/ajouter/", slot("11/03/2027") | where())
    assert day(2027, 3, 11) in days_of(event)
    assert told == []


def test_a_date_of_a_draft_is_erased_and_one_that_was_published_is_not(alice, tuesdays):
    event, address = tuesdays[0].event, f"{DATES}{tuesdays[1].pk}/supprimer/"
    assert alice.get(address).status_code == 302
    event.is_published = False
    event.save()
    confirm(alice, address, {})
    assert days_of(event) == [day(2027, 3, 2), day(2027, 3, 16), day(2027, 3, 23)]


def test_a_new_rule_says_what_is_made_deleted_and_cancelled(alice, tuesdays, members, pdc):
    event = tuesdays[0].event
    tuesdays[1].seats.create(membership=members[0], state="inscrite")
    address = f"{ADMIN}{event.pk}/serie/"
    sent = once() | {"frequency": "semaines", "interval": "2", "count": "3", "first_day": "02/03/2027"}
    asked = plain(alice.post(address, sent))
    for words in ("Gardées : 2 dates", "Créées : 1 date", "Supprimées, car personne n’y est inscrit : 1 date",
                  "Annulées, car elles servent déjà : 1 date (1 personne inscrite)"):  # fmt: skip
        assert words in asked
    assert days_of(event) == [day(2027, 3, 2), day(2027, 3, 9), day(2027, 3, 16), day(2027, 3, 23)]
    confirm(alice, address, sent)
    assert days_of(event) == [day(2027, 3, 2), day(2027, 3, 9), day(2027, 3, 16), day(2027, 3, 30)]
    tuesdays[1].refresh_from_db()
    assert (tuesdays[1].state, event.occurrences.latest("starts_at").place) == ("annule", "Mairie")


def test_dates_that_were_moved_to_the_new_day_are_kept(alice, tuesdays, members):
    event = tuesdays[0].event
    wednesday = {name: getattr(tuesdays[0], name) + datetime.timedelta(days=1) for name in ("starts_at", "ends_at")}
    services.change(tuesdays[0], wednesday, by=None, scope=Scope.ALL)
    sent = weekly(count="4") | {"first_day": "03/03/2027"}
    asked = plain(alice.post(f"{ADMIN}{event.pk}/serie/", sent))
    assert "Gardées : 4 dates" in asked
    confirm(alice, f"{ADMIN}{event.pk}/serie/", sent)
    assert {each.pk for each in event.occurrences.all()} == {each.pk for each in tuesdays}


def test_a_rule_does_not_change_what_is_over(alice, tuesdays):
    answer = alice.post(f"{ADMIN}{tuesdays[0].event_id}/serie/", weekly(count="4") | {"first_day": "02/03/2020"})
    assert "Ce qui est passé ne change plus" in answer.text


def test_the_history_says_it_in_words(alice, tuesdays):
    services.call_off([tuesdays[1]], Occurrence.State.CANCELLED, "Grève.", by=None)
    page = plain(alice.get(f"{ADMIN}history/{tuesdays[0].event_id}/"))
    assert "Date annulée : mardi 9 mars 2027" in page
