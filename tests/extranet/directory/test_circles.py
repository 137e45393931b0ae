"""Members ask to enter a circle; who runs it answers; only members see each other."""

import pytest

from extranet.directory import circles
from portal.database import context
from portal.notifications.attention import waiting_for
from portal.notifications.models import Mail
from portal.organisations.models import Circle, JoinRequest, Profile
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError, end_membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.directory.people import lens, many_members, member, organisation, queries_of

pytestmark = pytest.mark.django_db
ROOT = "/extranet/annuaire/cercles/"
LENS = f"{ROOT}echanges-de-pratiques-lens-henin/"


def client(first_name: str) -> GuardedClient:
    return GuardedClient(PDC_HOST).login_as(first_name)


def titles(first_name: str) -> list[str]:
    return [item.title.replace("\xa0", " ") for item in waiting_for(member(first_name))]


def test_the_description_is_for_all_the_members_for_members(pdc):
    for_bob, for_diane = client("bob").get(LENS).text, client("diane").get(LENS).text
    assert "Une fois par mois" in for_bob
    assert "Nadia" not in for_bob
    assert "Nadia" in for_diane


def test_who_is_in_a_circle_is_not_said_outside_it(pdc):
    sheet = f"/extranet/annuaire/personnes/{member('nadia.lefebvre').pk}/"
    assert "Échanges de pratiques" in client("diane").get(sheet).text
    assert "Échanges de pratiques" not in client("bob").get(sheet).text


def test_in_a_circle_who_is_not_listed_is_a_name_and_no_more(pdc):
    Profile.objects.filter(membership=member("nadia.lefebvre")).update(is_listed=False)
    page = client("diane").get(LENS).text
    assert "Nadia Lefebvre" in page
    assert "Accompagnatrice au logement" not in page
    assert "tel:+33600000011" not in page


def test_a_circle_that_is_not_described_is_known_to_its_members_alone(pdc):
    address = f"{ROOT}preparation-du-bilan-annuel/"
    assert client("bob").get(address).status_code == 404
    assert "bilan annuel" not in client("bob").get(ROOT).text
    assert client("chloe").get(address).status_code == 200
    for verb in ("rejoindre/", "quitter/", "membres/", "confier/"):
        assert client("bob").get(address + verb).status_code == 404


def test_a_member_asks_and_the_owner_lets_them_in(pdc):
    bob = client("bob")
    assert "Demander à rejoindre" in bob.get(LENS).text
    bob.post(LENS + "rejoindre/", {"message": "Je loge des ménages."})
    assert "attend une réponse" in bob.get(LENS).text
    assert "Bob (exemple) demande à rejoindre « Échanges de pratiques – Lens-Hénin »" in titles("alice")
    asked = JoinRequest.objects.get(membership=member("bob"))
    assert Mail.objects.filter(to=["alice@demo.example"]).count() == 1
    page = client("alice").get(f"{ROOT}demandes/{asked.pk}/").text
    assert "Je loge des ménages." in page
    client("alice").post(f"{ROOT}demandes/{asked.pk}/", {"accept": "1"})
    assert lens().members.filter(pk=member("bob").pk).exists()
    assert "Vous êtes membre" in Mail.objects.get(to=["bob@demo.example"]).subject
    assert "vous en êtes membre" in bob.get(LENS).text


def test_a_refusal_gives_its_reason(pdc):
    asked = circles.ask_to_join(lens(), member("bob"))
    alice = client("alice")
    answer = alice.post(f"{ROOT}demandes/{asked.pk}/", {"reason": " "})
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.text
    alice.post(f"{ROOT}demandes/{asked.pk}/", {"reason": "Le groupe est complet."})
    assert "Le groupe est complet." in client("bob").get(LENS).text
    told = Mail.objects.get(to=["bob@demo.example"]).text
    assert "la page du cercle dit pourquoi" in told
    assert "complet" not in told  # what one person writes to another stays behind the login
    assert not lens().members.filter(pk=member("bob").pk).exists()


def test_asking_and_answering_twice_change_nothing_more(pdc):
    bob, alice = member("bob"), member("alice")
    first = circles.ask_to_join(lens(), bob)
    assert circles.ask_to_join(lens(), bob) == first
    circles.answer(first, accepts=True, by=alice)
    circles.answer(first, accepts=False, reason="Trop tard.", by=alice)
    first.refresh_from_db()
    assert first.is_accepted
    assert circles.ask_to_join(lens(), bob) is None
    assert Mail.objects.filter(to=["bob@demo.example"]).count() == 1


def test_only_who_runs_the_circle_answers_and_keeps_its_members(pdc):
    asked = circles.ask_to_join(lens(), member("bob"))
    for person in ("diane", "bob", "fanny"):
        for address in (f"{ROOT}demandes/{asked.pk}/", LENS + "membres/", LENS + "confier/"):
            assert client(person).get(address).status_code == 403, (person, address)
            assert client(person).post(address, {"accept": "1"}).status_code == 403
    asked.refresh_from_db()
    assert asked.answered_at is None
    assert client("gael").get(f"{ROOT}demandes/{asked.pk}/").status_code == 200


def test_a_closed_circle_takes_no_request(pdc):
    closed = Circle.objects.get(slug="preparation-du-bilan-annuel")
    with pytest.raises(RefusedError):
        circles.ask_to_join(closed, member("bob"))
    Circle.objects.filter(pk=closed.pk).update(is_listed=True)
    page = client("bob").get(f"{ROOT}{closed.slug}/").text
    assert "On n’y entre pas sur demande" in page
    assert client("bob").post(f"{ROOT}{closed.slug}/rejoindre/", {"message": ""}).status_code == 302
    assert not JoinRequest.objects.filter(circle=closed).exists()


def test_the_owner_adds_and_removes_and_each_is_told(pdc):
    alice, bob = client("alice"), member("bob")
    assert "Bob" in alice.get(LENS + "membres/?q=bob").text
    alice.post(LENS + "membres/", {"membership": bob.pk})
    assert lens().members.filter(pk=bob.pk).exists()
    assert alice.get(f"{LENS}membres/{bob.pk}/").status_code == 200
    alice.post(f"{LENS}membres/{bob.pk}/")
    assert not lens().members.filter(pk=bob.pk).exists()
    assert Mail.objects.filter(to=["bob@demo.example"]).count() == 2


@pytest.mark.parametrize("chosen", ["", "x", "²", "0", "9" * 30, "herve", "ezra"])
def test_who_cannot_be_chosen_is_not_found(pdc, chosen):
    of = {"herve": "herve.picard@demo.example", "ezra": "ezra@demo.example"}
    with context.use(context.PLATFORM):
        pk = Membership.objects.get(user__email=of[chosen]).pk if chosen in of else chosen
    assert client("alice").post(LENS + "membres/", {"membership": pk}).status_code == 404


def test_one_leaves_freely_but_the_owner_hands_over_first(pdc):
    client("diane").post(LENS + "quitter/")
    assert not lens().members.filter(pk=member("diane").pk).exists()
    page = client("alice").post(LENS + "quitter/", follow=True).text
    assert "confiez-le d’abord" in page
    nadia = member("nadia.lefebvre")
    client("alice").post(LENS + "confier/", {"to": nadia.pk})
    assert lens().owner == nadia
    client("alice").post(LENS + "quitter/")
    assert not lens().members.filter(pk=member("alice").pk).exists()


def test_a_circle_is_handed_to_one_of_its_members(pdc):
    with pytest.raises(RefusedError):
        circles.hand_over(lens(), member("bob"), by=member("alice"))
    refused = client("alice").post(LENS + "confier/", {"to": member("bob").pk})
    assert refused.status_code == 422
    assert "choisissez ci-dessous" in refused.text


def test_in_a_large_circle_one_looks_for_who_will_run_it(pdc):
    alice = client("alice")
    assert "Chercher un membre du cercle" not in alice.get(LENS + "confier/").text  # all are shown
    lens().members.add(*many_members(pdc, 30, [organisation("CCAS")]))
    page = alice.get(LENS + "confier/").text
    assert "Les 10 premiers membres" in page
    assert "Chercher un membre du cercle" in page
    page = alice.get(LENS + "confier/?q=nadai").text  # a typing error
    assert "Nadia" in page
    assert "Personne" not in page
    assert "Aucun autre membre" in alice.get(LENS + "confier/?q=bob").text


def test_names_are_proposed_while_typing_to_who_runs_the_circle(pdc):
    alice = client("alice")

    def labels(address):
        return [each["label"] for each in alice.get(LENS + address).json()["suggestions"]]

    assert labels("membres/a-ajouter/?q=bob") == ["Bob (exemple)"]
    assert labels("membres/a-ajouter/?q=diane") == []  # she is in
    assert labels("membres/a-ajouter/?q=herve") == []  # he chose not to be listed
    assert labels("membres/a-ajouter/?q=hugo") == []  # the neighbour's
    assert labels("confier/a-qui/?q=diane") == ["Diane (exemple)"]
    assert labels("confier/a-qui/?q=bob") == []
    assert labels("confier/a-qui/?q=%00") == []
    for address in ("membres/a-ajouter/?q=bob", "confier/a-qui/?q=diane"):
        assert client("diane").get(LENS + address).status_code == 403
        assert client("bob").get(f"{ROOT}preparation-du-bilan-annuel/{address}").status_code == 404


def test_where_nobody_runs_a_circle_its_keepers_answer(pdc):
    asked = "Inès Marchand (exemple) demande à rejoindre « Échanges de pratiques – Lens-Hénin »"
    assert asked in titles("alice")
    assert asked not in titles("gael")
    end_membership(member("alice"), by=member("gael").user)
    assert asked in titles("gael")
    assert asked not in titles("bob")


def test_who_left_asks_no_more(pdc):
    end_membership(member("ines.marchand"), by=member("gael").user)
    assert not any("Inès" in title for title in titles("alice"))


def test_what_is_proposed_waits_for_who_keeps_the_directory(pdc):
    assert any("organisations proposées à confirmer" in title for title in titles("chloe"))
    assert not any("organisation" in title for title in titles("diane"))


def test_the_neighbour_s_circle_and_request_are_not_found(casa):
    asked = JoinRequest.objects.get()
    assert client("gael").get(f"{ROOT}comite-inter-bailleurs/").status_code == 404
    assert client("gael").get(f"{ROOT}demandes/{asked.pk}/").status_code == 404
    assert GuardedClient(CASA_HOST).login_as("ezra").get(f"{ROOT}demandes/{asked.pk}/").status_code == 200


def test_each_screen_takes_a_flat_number_of_queries(pdc):
    alice = client("alice")
    addresses = [ROOT, LENS, LENS + "membres/?q=personne", LENS + "confier/?q=personne"]
    addresses += [LENS + "membres/a-ajouter/?q=personne", LENS + "confier/a-qui/?q=personne"]
    lens().members.add(*many_members(pdc, 1, [organisation("CCAS")], start=90))
    before = {address: queries_of(alice, address) for address in addresses}
    made = many_members(pdc, 60, [organisation("Association d’insertion")])
    lens().members.add(*made[:30])
    for n in range(30):
        Circle.objects.create(name=f"Cercle {n}", slug=f"cercle-{n}")
        JoinRequest.objects.create(circle=lens(), membership=made[30 + n])
    assert {address: queries_of(alice, address) for address in addresses} == before


def test_a_large_circle_is_shown_in_pages(pdc):
    alice = client("alice")
    already = lens().members.count()
    lens().members.add(*many_members(pdc, 60, [organisation("Association d’insertion")]))
    for address in (LENS, LENS + "membres/"):
        page = alice.get(address).text
        assert f"{60 + already} membres" in page.replace("\N{NO-BREAK SPACE}", " ")
        assert page.count("people__name") == 50
        assert "Page 1 sur 2" in page
        assert alice.get(address + "?p=2").text.count("people__name") == 10 + already
