"""Who answers for a platform, day by day; and a coordinator who changes their own platforms and no other."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.database import context
from portal.tenancy.models import Membership, Role
from portal.tenancy.services import end_membership, set_membership
from portal.territories.models import (
    Absence,
    Commune,
    Coordination,
    CoverageException,
    CoverageRule,
    Intercommunality,
    OtherBody,
    Platform,
    who_answers,
)
from portal.territories.services import appoint
from tests.conftest import PDC_HOST, GuardedClient
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def person(first_name: str) -> User:
    return User.objects.get(email=f"{first_name}@demo.example")


def platform(slug: str) -> Platform:
    return Platform.objects.get(slug=slug)


@pytest.fixture
def nora(pdc):
    """Another coordinator here, of no platform yet."""
    user = make_user("nora@essai.example", first_name="Nora", last_name="Essai")
    set_membership(user, pdc, {Role.COORDINATION})
    return user


@pytest.fixture
def alice(pdc):
    """Alice, who coordinates Lens-Hénin, at her browser."""
    return GuardedClient(PDC_HOST).login_as("alice")


@pytest.fixture
def gael(pdc):
    return GuardedClient(PDC_HOST).login_as("gael")


def away(coordinator: User, deputy: User, first: int, last: int) -> Absence:
    return Absence.objects.create(
        coordinator=coordinator, deputy=deputy, starts_on=today() + first * DAY, ends_on=today() + last * DAY
    )


# Who answers ------------------------------------------------------------------------------------------------


def test_the_coordinator_answers_and_during_an_absence_the_deputy(nora):
    alice, lens = person("alice"), platform("lens-henin")
    away(alice, nora, 1, 3)
    answers = [who_answers(lens, today() + number * DAY) for number in range(5)]
    assert answers == [alice, nora, nora, nora, alice]
    assert who_answers(platform("calaisis"), today()) is None


def test_on_the_day_of_a_change_the_successor_answers(nora):
    alice, lens = person("alice"), platform("lens-henin")
    appoint(lens, nora, on=today() + 2 * DAY, by=person("gael"))
    assert [who_answers(lens, today() + n * DAY) for n in range(4)] == [alice, alice, nora, nora]
    assert who_answers(lens, today() - 300 * DAY) is None


def test_appointing_twice_changes_nothing_more(nora):
    lens = platform("lens-henin")
    for _ in range(2):
        appoint(lens, nora, on=today(), by=person("gael"))
    assert Coordination.objects.filter(platform=lens).count() == 2
    appoint(lens, None, on=today(), by=person("gael"))
    assert who_answers(lens, today()) is None


def test_someone_who_cannot_answer_here_is_not_appointed(pdc):
    for stranger in ("bob", "ezra", "olga"):
        with pytest.raises(ValidationError, match="ni le rôle"):
            appoint(platform("calaisis"), person(stranger), on=today(), by=person("gael"))


def test_a_former_member_answers_for_nothing(nora, pdc):
    alice, lens = person("alice"), platform("lens-henin")
    away(alice, nora, -1, 5)
    end_membership(Membership.objects.of(pdc).get(user=nora), by=person("gael"))
    assert who_answers(lens, today()) == alice
    assert who_answers(lens, today() - DAY) == nora  # what was, was
    end_membership(Membership.objects.of(pdc).get(user=alice), by=person("gael"))
    assert who_answers(lens, today()) is None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"starts_on": 3, "ends_on": 2}, "absence_ends_after_start"),
        ({"deputy": "alice"}, "absence_deputy_is_another_person"),
        ({"starts_on": 5, "ends_on": 9}, "absences_of_a_coordinator_do_not_overlap"),
    ],
)
def test_the_database_refuses_an_absence_that_makes_no_sense(nora, fields, name):
    away(person("alice"), nora, 1, 5)
    deputy = person(fields.get("deputy", "gael"))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        away(person("alice"), deputy, fields.get("starts_on", 10), fields.get("ends_on", 11))


def test_the_database_keeps_one_current_coordinator_a_platform(nora):
    with pytest.raises(IntegrityError, match="one_current_coordinator_per_platform"), transaction.atomic():
        Coordination.objects.create(platform=platform("lens-henin"), user=nora)


# The screens ------------------------------------------------------------------------------------------------


def test_the_administrator_says_who_coordinates(gael, nora):
    calaisis = platform("calaisis")
    page = gael.get("/admin/territoires/coordination/").text
    assert "Alice (exemple)" in page
    assert "personne" in page
    address = f"/admin/territoires/coordination/{calaisis.pk}/"
    choices = gael.get(address).text
    assert "Nora Essai" in choices
    assert "Ezra" not in choices
    assert "Bob" not in choices
    assert gael.post(address, {"user": nora.pk, "on": today().isoformat()}).status_code == 302
    assert who_answers(calaisis, today()) == nora
    assert "Nora Essai" in gael.get("/admin/territoires/coordination/").text
    assert "Coordination confiée à Nora Essai" in gael.get(f"/admin/platform/history/{calaisis.pk}/").text


@pytest.mark.parametrize("data", [{"user": "999999", "on": "2026-01-01"}, {"user": "", "on": "hier"}, {}])
def test_a_wrong_appointment_is_refused_at_its_field(gael, data):
    address = f"/admin/territoires/coordination/{platform('lens-henin').pk}/"
    assert gael.post(address, data).status_code == 422
    assert who_answers(platform("lens-henin"), today()) == person("alice")


def test_a_change_before_the_present_coordinator_started_is_refused_in_words(gael, nora):
    address = f"/admin/territoires/coordination/{platform('lens-henin').pk}/"
    response = gael.post(address, {"user": nora.pk, "on": "2020-01-01"})
    assert response.status_code == 422
    assert "coordonne depuis le" in response.text


@pytest.mark.parametrize("first_name", ["alice", "chloe", "iris"])
def test_only_the_administrator_says_who_coordinates(first_name, nora):
    client = GuardedClient(PDC_HOST).login_as(first_name)
    address = f"/admin/territoires/coordination/{platform('calaisis').pk}/"
    assert client.get(address).status_code == 403
    assert client.post(address, {"user": nora.pk, "on": today().isoformat()}).status_code == 403
    assert who_answers(platform("calaisis"), today()) is None


def test_another_tenant_s_platform_is_not_found(gael, casa):
    with context.use(casa.context):
        theirs = platform("casa")
    assert gael.get(f"/admin/territoires/coordination/{theirs.pk}/").status_code == 404


def test_a_coordinator_says_when_they_are_away_and_who_deputises(alice, nora):
    page = alice.get("/admin/absence/new/").text
    assert 'name="coordinator"' not in page
    assert "Nora Essai" in page
    dates = {"starts_on": today().isoformat(), "ends_on": (today() + DAY).isoformat()}
    assert alice.post("/admin/absence/new/", dates | {"deputy": nora.pk}).status_code == 302
    assert who_answers(platform("lens-henin"), today()) == nora
    assert "Nora Essai supplée" in alice.get("/admin/territoires/coordination/").text


def test_an_absence_that_makes_no_sense_is_refused_in_words(alice, nora):
    away(person("alice"), nora, 1, 5)
    iso = lambda number: (today() + number * DAY).isoformat()  # noqa: E731
    for fields, words in [
        ({"starts_on": iso(9), "ends_on": iso(8), "deputy": nora.pk}, "Le dernier jour vient avant le premier"),
        ({"starts_on": iso(4), "ends_on": iso(6), "deputy": nora.pk}, "Une autre absence couvre déjà"),
        ({"starts_on": iso(8), "ends_on": iso(9), "deputy": person("bob").pk}, "choix valide"),
        ({"starts_on": iso(8), "ends_on": iso(9), "deputy": person("alice").pk}, "choix valide"),
    ]:
        response = alice.post("/admin/absence/new/", fields)
        assert response.status_code in {200, 422}
        assert words in response.text
    assert Absence.objects.count() == 1


def test_nobody_but_the_administrator_declares_or_changes_another_s_absence(alice, gael, nora):
    hers = away(nora, person("gael"), 1, 5)
    fields = {"starts_on": today().isoformat(), "ends_on": today().isoformat(), "deputy": person("gael").pk}
    assert alice.post(f"/admin/absence/edit/{hers.pk}/", fields).status_code == 302
    assert alice.post(f"/admin/absence/delete/{hers.pk}/").status_code == 302
    alice.post("/admin/absence/new/", fields | {"coordinator": nora.pk})
    assert Absence.objects.exclude(pk=hers.pk).get().coordinator == person("alice")
    hers.refresh_from_db()
    assert hers.starts_on == today() + DAY
    assert gael.post(f"/admin/absence/edit/{hers.pk}/", fields | {"coordinator": nora.pk}).status_code == 302
    hers.refresh_from_db()
    assert hers.starts_on == today()


# One's own platforms ----------------------------------------------------------------------------------------


def fields_of(row: Platform, **changed) -> dict[str, str]:
    names = ("name", "title", "slug", "carrier", "phone", "email")
    return {name: getattr(row, name) for name in names} | changed


def test_a_coordinator_changes_the_contacts_of_their_own_platform(alice):
    lens = platform("lens-henin")
    answer = alice.post(f"/admin/platform/edit/{lens.pk}/", fields_of(lens, phone="03 21 00 00 00"))
    assert answer.status_code == 302
    assert platform("lens-henin").phone_digits == "0321000000"


def test_a_coordinator_changes_no_other_platform(alice):
    calaisis = platform("calaisis")
    listing = alice.get("/admin/platform/").text
    assert calaisis.name in listing  # all are shown
    assert f"/admin/platform/edit/{calaisis.pk}/" not in listing
    assert f"/admin/platform/edit/{platform('lens-henin').pk}/" in listing
    assert alice.get(f"/admin/platform/edit/{calaisis.pk}/").status_code != 200
    alice.post(f"/admin/platform/edit/{calaisis.pk}/", fields_of(calaisis, phone="03 21 00 00 00"))
    assert platform("calaisis").phone == calaisis.phone


def test_a_deputy_keeps_the_platform_during_the_absence_and_not_after(nora):
    lens = platform("lens-henin")
    client = GuardedClient(PDC_HOST).login_account(nora)
    address = f"/admin/platform/edit/{lens.pk}/"
    assert client.get(address).status_code != 200
    absence = away(person("alice"), nora, -1, 0)
    assert client.get(address).status_code == 200
    Absence.objects.filter(pk=absence.pk).update(ends_on=today() - DAY)
    assert client.get(address).status_code != 200


@pytest.mark.parametrize("first_name", ["gael", "chloe"])
def test_administration_and_communication_keep_every_platform(first_name, pdc):
    client = GuardedClient(PDC_HOST).login_as(first_name)
    for row in Platform.objects.all():
        assert client.get(f"/admin/platform/edit/{row.pk}/").status_code == 200


def test_a_coordinator_changes_the_rules_of_their_platform_alone(alice):
    lens = platform("lens-henin")
    own = CoverageRule.objects.filter(platform=lens).first()
    other = CoverageRule.objects.exclude(platform=lens).exclude(platform=None).first()
    listing = alice.get("/admin/coveragerule/?p=1").text
    assert f"/admin/coveragerule/edit/{own.pk}/" in listing
    assert f"/admin/coveragerule/edit/{other.pk}/" not in listing
    fields = {"intercommunality": own.intercommunality_id, "departement": "", "platform": lens.pk,
              "state": "confirme", "reason": "Dit par écrit."}  # fmt: skip
    assert alice.post(f"/admin/coveragerule/edit/{own.pk}/", fields).status_code == 302
    own.refresh_from_db()
    assert own.state == "confirme"
    for verb in ("edit", "delete"):
        alice.post(f"/admin/coveragerule/{verb}/{other.pk}/", fields | {"intercommunality": other.intercommunality_id})
    assert CoverageRule.objects.get(pk=other.pk).platform == other.platform


@pytest.mark.parametrize("target", ["a colleague's platform", "another body", "nobody"])
def test_a_coordinator_gives_territory_to_their_own_platform_alone(alice, target):
    free = Intercommunality.objects.exclude(coverage_rules__isnull=False).first()
    fields = {"intercommunality": free.pk, "departement": "", "state": "confirme", "reason": "",
              "platform": platform("calaisis").pk if target == "a colleague's platform" else "",
              "other_body": OtherBody.objects.get().pk if target == "another body" else ""}  # fmt: skip
    assert alice.post("/admin/coveragerule/new/", fields).status_code == 200
    assert not CoverageRule.objects.filter(intercommunality=free).exists()
    assert 'name="other_body"' not in alice.get("/admin/coveragerule/new/").text


def test_a_coordinator_takes_no_commune_from_a_colleague(alice, gael):
    lens, calais = platform("lens-henin"), Commune.objects.get(name="Calais")
    outside = Commune.objects.filter(departement="80").first()
    fields = {"platform": lens.pk, "reason": "essai"}
    response = alice.post("/admin/coverageexception/new/", fields | {"commune": calais.pk})
    assert response.status_code == 200
    assert "demandez à l’administration" in response.text
    assert alice.post("/admin/coverageexception/new/", fields | {"commune": outside.pk}).status_code == 302
    assert (
        gael.post("/admin/coverageexception/new/", fields | {"commune": calais.pk, "other_body": ""}).status_code == 302
    )
    assert CoverageException.objects.count() == 2


def test_a_coordinator_of_nothing_yet_sees_all_and_changes_nothing(nora):
    client = GuardedClient(PDC_HOST).login_account(nora)
    assert "Calaisis" in client.get("/admin/platform/").text
    assert "/admin/platform/edit/" not in client.get("/admin/platform/").text
    commune = Commune.objects.filter(departement="80").first()
    fields = {"platform": platform("calaisis").pk, "reason": "", "commune": commune.pk}
    assert client.post("/admin/coverageexception/new/", fields).status_code == 200
    assert not CoverageException.objects.exists()


def test_the_lists_take_a_flat_number_of_queries_for_a_coordinator(alice, nora):
    addresses = ["/admin/platform/", "/admin/territoires/coordination/", "/admin/absence/", "/admin/coveragerule/"]

    def count(address) -> int:
        alice.get(address)
        with CaptureQueriesContext(connection) as queries:
            alice.get(address)
        return len(queries)

    away(person("alice"), nora, 1, 1)
    before = {address: count(address) for address in addresses}
    for number in range(12):
        row = Platform.objects.create(name=f"P{number}", slug=f"p{number}", title=f"plateforme {number}")
        Coordination.objects.create(platform=row, user=nora)
        away(nora, person("gael"), 10 * number, 10 * number + 1)
    assert {address: count(address) for address in addresses} == before
