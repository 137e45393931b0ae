"""Staff make an event: its words, its first date, how it repeats; a draft, then published."""

import datetime

import pytest

from events.models import Event, Occurrence
from portal.database import context
from portal.documents.models import Document
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant
from portal.territories.models import Platform
from tests.events.staff.conftest import ADMIN, days_of, hidden, monthly, sheet, weekly

pytestmark = pytest.mark.django_db
day = datetime.date


def theirs(model):
    """Return a row of the neighbour's."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="casa")
        return model._base_manager.filter(tenant=tenant).first()


def test_an_event_is_a_draft_with_all_that_was_said(alice):
    platform, document = Platform.objects.get(slug="artois"), Document.objects.filter(folder__isnull=False).first()
    typed = sheet(
        title="Visite de la résidence", platforms=[platform.pk], documents=[document.pk], place="Mairie",
        commune="62498", capacity="12", phone="03 21 00 00 00", email="ici@exemple.fr", takes_signups="on",
        **{"audience-reach": "public"},
    )  # fmt: skip
    answer = alice.post(ADMIN + "new/", typed)
    made = Event.objects.get(title="Visite de la résidence")
    assert answer.url == f"{ADMIN}{made.pk}/dates/"
    assert (made.is_published, made.takes_signups, made.audience.reach) == (False, True, "public")
    assert (list(made.platforms.all()), list(made.documents.all())) == ([platform], [document])
    [date] = made.occurrences.all()
    assert (date.place, date.commune_id, date.capacity) == ("Mairie", "62498", 12)
    page = alice.get(answer.url).text
    assert "Brouillon" in page
    assert "mardi 2\N{NO-BREAK SPACE}mars 2027, de 9\N{NO-BREAK SPACE}h à 11\N{NO-BREAK SPACE}h" in page


def test_whole_days_have_no_hours(alice):
    alice.post(ADMIN + "new/", sheet(starts="", ends="", is_whole_days="on", last_day="04/03/2027"))
    [date] = Event.objects.get(title="Échanges de pratiques").occurrences.all()
    assert (date.is_whole_days, date.last_day) == (True, day(2027, 3, 4))


def test_hours_are_typed_as_people_write_them(alice):
    assert alice.post(ADMIN + "new/", sheet(starts="9h30", ends="11 h 15")).status_code == 302


def test_a_monthly_series_makes_its_dates(alice):
    alice.post(ADMIN + "new/", sheet(**monthly(1, count="4")))
    found = days_of(Event.objects.get(title="Échanges de pratiques"))
    assert found == [day(2027, 3, 2), day(2027, 4, 6), day(2027, 5, 4), day(2027, 6, 1)]


def test_school_holidays_are_left_out(alice):
    alice.post("/admin/vacances-scolaires/new/", {
        "name": "Printemps", "first_day": "2027-04-03", "last_day": "2027-04-18",
    })  # fmt: skip
    alice.post(ADMIN + "new/", sheet(**monthly(1, until="30/06/2027", skips_school_holidays="on")))
    found = days_of(Event.objects.get(title="Échanges de pratiques"))
    assert found == [day(2027, 3, 2), day(2027, 5, 4), day(2027, 6, 1)]


@pytest.mark.parametrize(("typed", "field", "words"), [
    ({"title": ""}, "title", "Donnez un titre"),
    ({"title": "x" * 121}, "title", "120"),
    ({"ends": "8:00"}, "ends", "La fin doit venir après le début"),
    ({"last_day": "01/03/2027"}, "last_day", "avant le premier"),
    ({"last_day": "01/06/2027"}, "last_day", "un mois au plus"),
    ({"starts": ""}, "starts", "à quelle heure cela commence"),
    ({"first_day": "01/01/0000"}, "first_day", "date valide"),
    ({"first_day": "0000-01-01"}, "first_day", "date valide"),
    ({"first_day": "01/01/9999"}, "first_day", "entre 2000 et 2099"),
    ({"remote_link": "javascript:alert(1)"}, "remote_link", "URL"),
    ({"remote_link": "https://visio.exemple.fr/"}, "remote_link", "ouvrez les inscriptions"),
    ({"capacity": "0"}, "capacity", "1"),
    ({"commune": "99999"}, "commune", "choix"),
    ({"phone": "12"}, "phone", "dix chiffres"),
    (weekly(count="10000"), "count", "120"),
    (weekly(until="31/12/9999"), "until", "entre 2000 et 2099"),
    (weekly(until="01/12/2036"), "until", "120 dates au plus"),
    (weekly(), "until", "l’un des deux"),
    (weekly(until="01/04/2027", count="3"), "until", "l’un des deux"),
    (weekly(until="01/03/2027"), "until", "se termine avant de commencer"),
    (monthly(4, count="3"), "ordinal", "n’est pas ce jour-là du mois"),
    (monthly("", count="3"), "ordinal", "Dites quel jour du mois"),
    (weekly(count="3", interval="0"), "interval", "1"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(alice, typed, field, words):
    answer = alice.post(ADMIN + "new/", sheet(place="Salle des fêtes", **typed))
    assert answer.status_code == 422
    shown = answer.text.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert words in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert f'href="#id_{field}"' in answer.text
    assert 'value="Salle des fêtes"' in answer.text
    assert not Event.objects.filter(occurrences__place="Salle des fêtes").exists()


def test_sign_up_stays_open_while_a_date_to_come_is_held_at_a_distance(alice, make_event, make_date):
    event = make_event(takes_signups=True)
    make_date(event, remote_link="https://visio.exemple.fr/")
    words = {"kind": event.kind, "title": event.title, "audience-reach": "professionnels"}
    answer = alice.post(f"{ADMIN}edit/{event.pk}/", words)
    assert "il faut pouvoir s’y inscrire" in answer.text
    event.refresh_from_db()
    assert event.takes_signups


@pytest.mark.parametrize("way", ["new/", "edit/{pk}/"])
def test_members_are_proposed_while_a_name_is_typed(alice, make_date, way):
    page = alice.get(ADMIN + way.format(pk=make_date().event_id)).text
    assert f'data-suggest-url="{ADMIN}personnes/"' in page
    assert "combobox" in page
    [found] = alice.get(ADMIN + "personnes/?q=dian").json()["suggestions"]
    assert found["label"] == "Diane (exemple)"
    box = {"audience-reach": "choisis", "audience-people": [found["value"]]}
    assert alice.post(ADMIN + "new/", sheet(title="Pour Diane", **box)).status_code == 302
    assert [each.pk for each in Event.objects.get(title="Pour Diane").audience.people.all()] == [found["value"]]


def test_certain_professionals_have_to_be_named(alice):
    answer = alice.post(ADMIN + "new/", sheet(**{"audience-reach": "choisis"}))
    assert "Choisissez au moins une nature" in answer.text


@pytest.mark.parametrize(("name", "model"), [
    ("platforms", Platform), ("organiser", Organisation), ("documents", Document),
])  # fmt: skip
def test_what_is_the_neighbour_s_is_no_choice(alice, name, model):
    answer = alice.post(ADMIN + "new/", sheet(**{name: [theirs(model).pk]}))
    assert answer.status_code == 422
    assert not Event.objects.filter(title="Échanges de pratiques").exists()


def test_a_document_that_the_writer_does_not_see_stays_where_it_is(alice, make_event, make_date):
    event = make_event()
    make_date(event)
    one, archived = Document.objects.filter(folder__isnull=False).order_by("pk")[:2]
    event.documents.set([one, archived])
    Document.objects.filter(pk=archived.pk).update(state=Document.State.ARCHIVED)
    page = alice.get(f"{ADMIN}edit/{event.pk}/").text
    assert (one.title in page, archived.title in page) == (True, False)
    alice.post(f"{ADMIN}edit/{event.pk}/", sheet(as_read=hidden(page, "as_read")))
    assert list(event.documents.all()) == [archived]


def test_publishing_shows_it_and_says_so_once(alice, visit, told, django_capture_on_commit_callbacks):
    alice.post(ADMIN + "new/", sheet(**{"audience-reach": "public"}, **weekly(count="3")))
    made = Event.objects.get(title="Échanges de pratiques")
    address = f"/agenda/{made.occurrences.first().pk}/"
    assert visit("pas-de-calais.localhost").get(address).status_code == 404
    assert alice.get(f"{ADMIN}{made.pk}/publier/").status_code == 405
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            alice.post(f"{ADMIN}{made.pk}/publier/")
    assert visit("pas-de-calais.localhost").get(address).status_code == 200
    [what] = told
    assert (what["what"], len(what["occurrences"]), what["by"].first_name) == ("published", 3, "Alice")


def test_a_copy_is_a_draft_of_its_own(alice, make_event, make_date, members):
    event = make_event(title="Rencontre", text="Un texte", contact_name="Nadia")
    old = make_date(event, place="Mairie", remote_link="https://visio.exemple.fr/")
    old.seats.create(membership=members[0], state="inscrite")
    event.documents.add(Document.objects.first())
    alice.post(f"{ADMIN}{event.pk}/dupliquer/", slot_on("06/04/2027"))
    made = Event.objects.filter(title="Rencontre").latest("pk")
    [date] = made.occurrences.all()
    assert (made.is_published, made.text, made.contact_name) == (False, "Un texte", "Nadia")
    assert made.audience_id != event.audience_id
    assert list(made.documents.all()) == list(event.documents.all())
    assert (date.place, date.uid != old.uid, date.seats.count()) == ("Mairie", True, 0)


def slot_on(day: str) -> dict:
    return {"first_day": day, "starts": "9:00", "ends": "11:00", "last_day": ""}


def test_a_draft_is_deleted_once_that_was_read(alice, make_event, make_date):
    event = make_event(is_published=False)
    date = make_date(event)
    address = f"{ADMIN}delete/{event.pk}/"
    page = alice.post(address).text
    assert "Cela ne se défait pas" in page
    assert Occurrence.objects.filter(pk=date.pk).exists()
    alice.post(address, {"confirmed": page.split('name="confirmed" value="')[1].split('"')[0]})
    assert not Event.objects.filter(pk=event.pk).exists()


def test_what_is_published_is_not_deleted(alice, make_event, make_date):
    event = make_date().event
    assert alice.get(f"{ADMIN}delete/{event.pk}/").status_code == 302
    assert "Supprimer ce brouillon" not in alice.get(f"{ADMIN}{event.pk}/dates/").text
    assert Event.objects.filter(pk=event.pk).exists()


def test_it_is_a_draft_again_as_long_as_nobody_answered(alice, make_date, members):
    date = make_date()
    event = date.event
    date.seats.create(membership=members[0], state="non")
    assert "ne se dépublie plus" in alice.get(f"{ADMIN}{event.pk}/dates/").text
    alice.post(f"{ADMIN}{event.pk}/depublier/")
    event.refresh_from_db()
    assert event.is_published
    date.seats.all().delete()
    alice.post(f"{ADMIN}{event.pk}/depublier/")
    event.refresh_from_db()
    assert not event.is_published
