"""Every three months the référent de structure says who is still there; silence ends nothing."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from extranet.directory import reviews
from portal.database import context
from portal.notifications.attention import waiting_for
from portal.organisations.models import Affiliation, Organisation
from portal.organisations.services import affiliate, end_affiliation, merge
from portal.tenancy import services
from portal.tenancy.models import Role
from portal.tenancy.services import RefusedError
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, member, organisation, queries_of

pytestmark = pytest.mark.django_db
TEAM = "/extranet/mon-equipe/"
DAY = datetime.timedelta(days=1)
NOW = timezone.now() + DAY  # the demonstration's members have joined
TODAY = timezone.localdate(NOW)


def client(first_name: str, host: str = PDC_HOST) -> GuardedClient:
    return GuardedClient(host).login_as(first_name)


def of(first_name: str, slug: str = "pas-de-calais") -> Affiliation:
    return Affiliation.objects.select_related("organisation").get(membership=member(first_name, slug))


def button_of(affiliation: Affiliation) -> str:
    return f"{TEAM}rattachements/{affiliation.pk}/confirmer/"


def asked_of(first_name: str) -> set[str]:
    asked = reviews.asked_of(member(first_name), timezone.localdate())
    return set(asked.values_list("membership__user__first_name", flat=True))


def waiting(first_name: str) -> list[str]:
    return [plain(item.title) for item in waiting_for(member(first_name)) if "Revue" in item.title]


def plain(words: str) -> str:
    """The same words, with spaces that may part them."""
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def read(reader: GuardedClient, address: str = TEAM) -> str:
    return plain(reader.get(address).text)


def make_due(affiliation: Affiliation, days: int = 120) -> Affiliation:
    affiliation.started_on, affiliation.confirmed_on = TODAY - days * DAY, None
    affiliation.save()
    return affiliation


@pytest.fixture
def clock(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def hers(pdc, clock) -> Organisation:
    """Diane's organisation, today: Nadia and Karim are to be confirmed, and nobody else anywhere."""
    clock(NOW)
    with context.use(context.PLATFORM):
        Affiliation.objects.update(confirmed_on=TODAY)
        Organisation.objects.update(review_told_on=None, review_recalled_on=None)
    for first_name in ("nadia.lefebvre", "karim.dubois"):
        make_due(of(first_name))
    return organisation("Association d’insertion")


# Whose turn it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("started", "confirmed", "is_asked"), [
    (90, None, False), (91, None, True), (200, 90, False), (200, 91, True), (0, None, False),
])  # fmt: skip
def test_three_months_after_coming_or_the_last_confirmation_it_is_their_turn(hers, started, confirmed, is_asked):
    nadia = of("nadia.lefebvre")
    nadia.started_on = TODAY - started * DAY
    nadia.confirmed_on = None if confirmed is None else TODAY - confirmed * DAY
    nadia.save()
    assert ("Nadia" in asked_of("diane")) is is_asked


def test_who_left_who_is_staff_and_oneself_are_nobody_to_confirm(hers, pdc):
    make_due(of("diane"))
    end_affiliation(of("nadia.lefebvre"), by=member("gael").user)
    services.set_membership(of("karim.dubois").membership.user, pdc, {Role.REDACTION})
    assert asked_of("diane") == set()
    assert waiting("diane") == []


def test_a_second_referent_is_asked_about_the_first_and_the_first_about_them(hers):
    make_due(of("diane"))
    assert asked_of("diane") == {"Nadia", "Karim"}
    affiliate(member("karim.dubois"), hers, is_referent=True)
    assert asked_of("karim.dubois") == {"Nadia", "Diane"}
    assert asked_of("diane") == {"Nadia", "Karim"}


def test_nobody_is_confirmed_before_they_came(hers):
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(pk=of("bob").pk).update(started_on=TODAY, confirmed_on=TODAY - DAY)


# One click each --------------------------------------------------------------------------------------------


def test_each_is_confirmed_in_one_click_until_nothing_waits(hers):
    diane, nadia, karim = client("diane"), of("nadia.lefebvre"), of("karim.dubois")
    assert waiting("diane") == [f"Revue trimestrielle : 2 collègues à confirmer – {hers}"]
    assert "Revue trimestrielle : 0 sur 2 confirmé" in read(diane)
    answer = diane.post(button_of(nadia))
    assert answer["Location"] == f"{TEAM}#revue-{hers.pk}"
    page = read(diane)
    assert "Nadia Lefebvre (exemple) : toujours là" in page
    assert "Revue trimestrielle : 1 sur 2 confirmé" in page
    assert waiting("diane") == [f"Revue trimestrielle : 1 collègue à confirmer – {hers}"]
    diane.post(button_of(karim))
    page = read(diane)
    assert f"Tout le monde est confirmé. Prochaine revue : à partir du {date_format(TODAY + 91 * DAY, 'j F Y')}" in page
    assert waiting("diane") == []
    assert {of("nadia.lefebvre").confirmed_on, of("karim.dubois").confirmed_on} == {TODAY}


def test_who_falls_due_comes_first_with_both_buttons_that_name_them(hers):
    diane, nadia = client("diane"), of("nadia.lefebvre")
    make_due(nadia, days=150)
    main = BeautifulSoup(diane.get(TEAM).content, "html.parser").main
    names = [name.text.split(" ")[0] for name in main.find_all("h4")]
    assert names == ["Nadia", "Karim", "Diane"]  # the longest ago first, then the others
    target = main.find(id=f"revue-{hers.pk}")
    assert target["tabindex"] == "-1"  # where the click leads back to takes the focus
    [button] = main.find("form", action=button_of(nadia)).find_all("button")
    assert plain(button.text) == "Toujours là : Nadia Lefebvre (exemple)"
    link = main.find("a", href=f"{TEAM}rattachements/{nadia.pk}/")
    assert plain(link.text) == "N’est plus là : Nadia Lefebvre (exemple)"


def test_who_falls_due_within_a_month_may_be_confirmed_with_the_others(hers):
    nadia, button = of("nadia.lefebvre"), button_of(of("nadia.lefebvre"))
    diane = client("diane")
    make_due(nadia, days=60)
    assert button not in read(diane)
    make_due(nadia, days=61)
    page = read(diane)
    assert button in page
    assert "Revue trimestrielle : 1 sur 2 confirmé" in page  # she is not asked about yet
    diane.post(button)
    assert of("nadia.lefebvre").confirmed_on == TODAY


def test_a_second_click_changes_nothing_and_is_not_written_twice(hers, clock):
    nadia, diane = of("nadia.lefebvre"), member("diane")
    assert reviews.confirm_colleague(nadia, by=diane) is True
    clock(NOW + DAY)
    assert reviews.confirm_colleague(nadia, by=diane) is False
    assert of("nadia.lefebvre").confirmed_on == TODAY
    [entry] = ModelLogEntry.objects.filter(action="organisations.affiliation_confirmed")
    assert entry.user == diane.user
    assert entry.formatter.label == "Toujours là : rattachement confirmé"


def test_ending_an_access_takes_them_out_of_the_review(hers):
    diane = client("diane")
    answer = diane.post(f"{TEAM}rattachements/{of('karim.dubois').pk}/")
    assert answer["Location"] == f"{TEAM}#revue-{hers.pk}"
    assert "Revue trimestrielle : 0 sur 1 confirmé" in read(diane)
    assert waiting("diane") == [f"Revue trimestrielle : 1 collègue à confirmer – {hers}"]


# Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "host", "status"), [
    ("bob", PDC_HOST, 404), ("sylvie.caron", PDC_HOST, 404), ("nadia.lefebvre", PDC_HOST, 404),
    ("gael", PDC_HOST, 404), ("ezra", PDC_HOST, 403), ("bruno.girard", CASA_HOST, 404),
])  # fmt: skip
def test_nobody_but_the_referent_of_that_organisation_confirms(hers, person, host, status):
    """Sylvie is référente of another organisation, Bruno référent in the other tenant."""
    karim = of("karim.dubois")
    assert client(person, host).post(button_of(karim)).status_code == status
    assert of("karim.dubois").confirmed_on is None


def test_the_service_refuses_who_is_no_referent_there(hers):
    for stranger in ("sylvie.caron", "gael", "nadia.lefebvre"):
        with pytest.raises(RefusedError):
            reviews.confirm_colleague(of("karim.dubois"), by=member(stranger))


def test_the_neighbour_s_colleague_does_not_exist(hers, casa):
    with context.use(context.PLATFORM):
        karim = Affiliation.objects.get(membership__user__email="karim.dubois@demo.example")
    with pytest.raises(Affiliation.DoesNotExist):
        reviews.confirm_colleague(karim, by=member("bruno.girard", "casa"))


def test_oneself_and_the_staff_are_not_for_referents_to_confirm(hers, pdc):
    make_due(of("diane"))
    services.set_membership(of("karim.dubois").membership.user, pdc, {Role.REDACTION})
    for target in (of("diane"), of("karim.dubois")):
        assert client("diane").post(button_of(target)).status_code == 403
        with pytest.raises(RefusedError):
            reviews.confirm_colleague(target, by=member("diane"))
    assert "l’administration tient son accès" in read(client("diane"))


def test_who_left_in_the_meantime_is_said_and_stays_gone(hers):
    diane, karim = client("diane"), of("karim.dubois")
    end_affiliation(karim, by=member("gael").user)
    assert "ne travaille plus ici" in diane.post(button_of(karim), follow=True).text
    assert of("karim.dubois").confirmed_on is None


def test_looking_confirms_nobody(hers):
    """The client refuses any GET that writes."""
    diane = client("diane")
    assert diane.get(button_of(of("karim.dubois"))).status_code == 405
    diane.get(TEAM)
    assert asked_of("diane") == {"Nadia", "Karim"}


# What is told ----------------------------------------------------------------------------------------------


@pytest.fixture
def told(hers, clock, django_capture_on_commit_callbacks):
    """``told(days)``: who got which mail that many days later; the job runs twice, as after an interruption."""

    def run(days: int) -> list[tuple[str, str]]:
        clock(NOW + days * DAY)
        mail.outbox.clear()
        for _ in range(2):
            with context.use(context.PLATFORM), django_capture_on_commit_callbacks(execute=True):
                call_command("scheduler", now="directory.reviews")
        return sorted((letter.to[0], plain(letter.subject)) for letter in mail.outbox)

    return run


def test_a_review_is_told_once_and_recalled_once_until_the_next_quarter(hers, told):
    subject = f"Revue trimestrielle : 2 collègues à confirmer – {hers}"
    assert [(to, subject in about) for to, about in told(0)] == [("diane@demo.example", True)]
    assert f"{TEAM}#revue-{hers.pk}" in mail.outbox[0].body
    assert told(1) == []
    assert told(13) == []
    [(to, about)] = told(14)
    assert to == "diane@demo.example"
    assert f"Rappel – {subject}" in about
    assert told(15) == []
    assert told(90) == []
    assert ("diane@demo.example", True) in [(to, subject in about) for to, about in told(91)]
    assert of("nadia.lefebvre").ended_on is None  # silence ended nothing


def test_a_review_that_is_done_is_not_recalled_even_when_a_newcomer_falls_due(hers, told):
    make_due(of("karim.dubois"), days=81)  # ten days from now
    assert len(told(0)) == 1
    reviews.confirm_colleague(of("nadia.lefebvre"), by=member("diane"))
    assert told(14) == []
    assert asked_of("diane") == {"Karim"}  # on the dashboard all the same


def test_without_a_referent_or_with_oneself_alone_nobody_is_told(hers, told):
    make_due(of("diane"))
    make_due(of("maud.legrand"))  # her organisation has no référent
    Affiliation.objects.filter(pk__in=[of("nadia.lefebvre").pk, of("karim.dubois").pk]).update(confirmed_on=TODAY)
    assert told(0) == []
    affiliate(member("maud.legrand"), of("maud.legrand").organisation, is_referent=True)
    assert told(1) == []
    assert not Organisation.objects.exclude(review_told_on=None).exists()


def test_each_referent_reads_the_number_that_concerns_them(hers, told):
    make_due(of("diane"))
    affiliate(member("bob"), hers, is_referent=True)  # came today: nobody is asked about him
    counts = dict(told(0))
    assert "2 collègues" in counts["diane@demo.example"]
    assert "3 collègues" in counts["bob@demo.example"]


def test_the_pace_is_asked_of_referents_alone(hers):
    label = "Mon équipe : revue trimestrielle"
    assert label in read(client("diane"), "/extranet/notifications/")
    assert label not in read(client("bob"), "/extranet/notifications/")


# Around it -------------------------------------------------------------------------------------------------


def test_thirty_to_confirm_take_no_more_queries_than_one(hers, pdc):
    diane = client("diane")
    screen = queries_of(diane, TEAM)
    with CaptureQueriesContext(connection) as before:
        waiting_for(member("diane"))
    many_members(pdc, 30, [hers])
    assert queries_of(diane, TEAM) == screen
    with CaptureQueriesContext(connection) as after:
        assert waiting("diane") == [f"Revue trimestrielle : 32 collègues à confirmer – {hers}"]
    assert len(after) == len(before)


def test_staff_find_whom_nobody_confirms_and_may_write_the_day(hers):
    make_due(of("maud.legrand"))
    gael = client("gael")
    due = gael.get("/admin/affiliation/?review=due").text
    assert "Maud" in due
    assert "Nadia" in due
    assert "Bob" not in due
    ours = gael.get("/admin/affiliation/?review=ours").text
    assert "Maud" in ours
    assert "Nadia" not in ours
    maud = of("maud.legrand")
    assert f'href="/admin/affiliation/edit/{maud.pk}/"' in ours  # her sheet is one click away
    typed = {"function": "", "started_on": maud.started_on, "confirmed_on": TODAY + DAY, "ended_on": ""}
    address = f"/admin/affiliation/edit/{maud.pk}/"
    assert "Ce jour n’est pas encore venu" in gael.post(address, typed).text
    assert gael.post(address, typed | {"confirmed_on": TODAY}).status_code == 302
    gael.get("/admin/")  # what was said of the change is read
    assert "Maud" not in gael.get("/admin/affiliation/?review=ours").text


def test_reuniting_two_organisations_keeps_the_last_confirmation(hers):
    double = Organisation.objects.create(name="Assoc. d’insertion", kind="association")
    affiliate(member("karim.dubois"), double)
    Affiliation.objects.filter(organisation=double).update(confirmed_on=TODAY)
    merge(double, hers, by=member("gael").user)
    kept = of("karim.dubois")
    assert (kept.started_on, kept.confirmed_on) == (TODAY - 120 * DAY, TODAY)


def test_one_s_data_tell_the_day(hers):
    reviews.confirm_colleague(of("nadia.lefebvre"), by=member("diane"))
    page = client("nadia.lefebvre").get("/extranet/mes-donnees/").text
    assert "Confirmé le" in page
    assert TODAY.strftime("%d/%m/%Y") in page
