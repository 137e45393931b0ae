"""A committee reads a sheet without any text, as long as the platform presents it."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.committees.models import Mandate
from extranet.solicitations import presentations, services
from extranet.solicitations.models import JournalEntry, Message, Presentation, Solicitation
from extranet.solicitations.models.lists import Difficulty, EvictionStage, RefusalReason
from portal.tenancy.models import Role
from portal.tenancy.services import RefusedError
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees import making as of_committees
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_figures import platforms, put

pytestmark = pytest.mark.django_db
Act = JournalEntry.Act


@pytest.fixture
def committee(open_module, alice, bob):
    """bob sits in it for a landlord; alice, who coordinates Lens-Hénin, is its secretary."""
    found = of_committees.found(secretary=alice)
    of_committees.give(of_committees.seat(found, "Bailleur A"), bob)
    return found


@pytest.fixture
def said(pdc, diane) -> Solicitation:
    """A request that says a lot: two texts, an eviction."""
    return making.send(
        making.draft(
            diane, difficulties=[Difficulty.EVICTION, Difficulty.ARREARS], eviction_stage=EvictionStage.JUDGED,
            tried_text="Deux refus en commission.", hoped_text="Un logement plus petit.",
        )
    )  # fmt: skip


@pytest.fixture
def presented(said, committee, alice) -> Presentation:
    return presentations.present(said, committee, by=alice)


def client(name: str) -> GuardedClient:
    return GuardedClient(PDC_HOST).login_as(name)


def sheet(row: Presentation) -> str:
    return f"/extranet/solliciter/fiches/{row.solicitation.reference}/"


def listing(committee) -> str:
    return f"/extranet/solliciter/comites/{committee.slug}/"


def choosing(solicitation) -> str:
    return f"/extranet/solliciter/{solicitation.reference}/comites/"


def main(page) -> str:
    return page.text.partition("<main")[2].partition("</main")[0].replace("\N{NO-BREAK SPACE}", " ")


def test_who_sits_reads_what_the_lists_say_and_no_text(presented, diane):
    page = main(client("bob").get(sheet(presented)))
    for words in (
        presented.solicitation.reference, "Lens-Hénin", "Un parent avec enfant", "3 à 17 ans, 26 à 59 ans",
        "Procédure d’expulsion, impayés", "Jugement d’expulsion", "Dans le mois", "Reçue",
    ):  # fmt: skip
        assert words in page, words
    commune = str(presented.solicitation.commune.name)
    for words in ("refus en commission", "plus petit", f">{commune}<", str(diane.user), "SIAO", "remise"):
        assert words not in page, words


def test_each_reading_is_written_and_the_list_tells_nothing_of_the_case(presented, committee, bob):
    page = main(client("bob").get(listing(committee)))
    assert presented.solicitation.reference in page and "expulsion" not in page
    assert not JournalEntry.objects.filter(act=Act.LISTED).exists()
    client("bob").get(sheet(presented))
    client("bob").get(sheet(presented))
    lines = JournalEntry.objects.filter(act=Act.LISTED)
    assert {(line.by_key, line.detail, line.reference) for line in lines} == {
        (bob.pk, committee.name, presented.solicitation.reference)
    }
    assert len(lines) == 2


@pytest.mark.parametrize("who", ["gael", "chloe", "diane"])
def test_who_does_not_sit_finds_neither_the_list_nor_a_sheet(presented, committee, who):
    """Not even the administrator, who keeps all committees, nor the partner, who has the solicitation itself."""
    assert client(who).get(listing(committee)).status_code == 404
    assert client(who).get(sheet(presented)).status_code == 404
    assert not JournalEntry.objects.filter(act=Act.LISTED).exists()


def test_an_elected_member_reads_no_sheet_even_in_the_chair(presented, committee, bob):
    committee.chair = bob
    committee.save()
    bob.roles = [Role.ELECTED]
    bob.save()
    assert client("bob").get(listing(committee)).status_code == client("bob").get(sheet(presented)).status_code == 404
    assert "fiche sans texte" not in main(client("bob").get(f"/extranet/comites/{committee.slug}/"))


def test_a_mandate_that_ended_opens_nothing(presented, committee):
    Mandate.objects.update(ended_on=making.today() - datetime.timedelta(days=1))
    assert client("bob").get(listing(committee)).status_code == client("bob").get(sheet(presented)).status_code == 404


def test_a_draft_another_tenant_s_and_what_was_never_presented_are_not_there(said, committee, bob, casa):
    bob_s = client("bob")
    assert bob_s.get(f"/extranet/solliciter/fiches/{said.reference}/").status_code == 404
    assert bob_s.get("/extranet/solliciter/fiches/S-0000-0000/").status_code == 404
    from tests.conftest import CASA_HOST

    assert GuardedClient(CASA_HOST).login_as("ezra").get(listing(committee)).status_code == 404


def test_the_page_of_the_committee_leads_to_the_sheets(presented, committee):
    page = main(client("bob").get(f"/extranet/comites/{committee.slug}/"))
    assert "1 fiche sans texte" in page and listing(committee) in page


def test_the_page_of_a_committee_says_nothing_while_there_is_none(said, committee):
    assert "fiche" not in main(client("bob").get(f"/extranet/comites/{committee.slug}/"))
    assert "Aucune sollicitation" in main(client("bob").get(listing(committee)))


def test_the_coordinator_presents_it_and_takes_it_back(said, committee, alice):
    alice_s = client("alice")
    assert alice_s.get(choosing(said)).status_code == 200
    answer = alice_s.post(choosing(said), {"committee": committee.pk}, follow=True)
    assert "Qui y siège lit la fiche sans texte" in answer.text
    [row] = Presentation.objects.all()
    assert (row.committee, row.by) == (committee, alice)
    assert client("bob").get(sheet(row)).status_code == 200
    answer = alice_s.post(f"{choosing(said)}{row.pk}/retirer/", follow=True)
    assert "n’est plus lue ici" in answer.text
    assert client("bob").get(sheet(row)).status_code == 404
    acts = list(JournalEntry.objects.filter(reference=said.reference).order_by("pk").values_list("act", "detail"))
    assert acts[1::2] == [(Act.PRESENTED, committee.name), (Act.TAKEN_BACK, committee.name)]
    texts = Message.objects.filter(solicitation=said, kind=Message.Kind.MESSAGE).values_list("text", flat=True)
    assert list(texts) == [presentations.PRESENTED, presentations.TAKEN_BACK]


def test_the_coordinator_reads_the_sheet_that_they_present_without_sitting(presented, committee):
    committee.secretary = None
    committee.save()
    assert client("alice").get(sheet(presented)).status_code == 200
    assert client("alice").get(listing(committee)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("diane", 403), ("bob", 404), ("gael", 404), ("chloe", 404)])
def test_only_who_answers_it_presents_it(presented, committee, who, status):
    path = choosing(presented.solicitation)
    assert client(who).get(path).status_code == status
    assert client(who).post(path, {"committee": committee.pk}).status_code == status
    assert client(who).post(f"{path}{presented.pk}/retirer/").status_code == status
    presented.refresh_from_db()
    assert presented.ended_at is None


@pytest.mark.parametrize("value", ["", "x", "999999", "\x00"])
def test_a_committee_that_is_none_is_refused_with_words(said, committee, value):
    answer = client("alice").post(choosing(said), {"committee": value})
    assert answer.status_code == 422 and not Presentation.objects.exists()


def test_presenting_twice_presents_once(presented, committee, alice):
    assert presentations.present(presented.solicitation, committee, by=alice) == presented
    with pytest.raises(IntegrityError), transaction.atomic():
        Presentation.objects.create(solicitation=presented.solicitation, committee=committee)
    presentations.take_back(presented, by=alice)
    presentations.take_back(presented, by=alice)
    assert JournalEntry.objects.filter(act=Act.TAKEN_BACK).count() == 1
    assert presentations.present(presented.solicitation, committee, by=alice) != presented


def test_the_answer_ends_it(presented, committee, alice):
    services.refuse(presented.solicitation, RefusalReason.KNOWN, by=alice)
    presented.refresh_from_db()
    assert presented.ended_at
    assert client("bob").get(sheet(presented)).status_code == 404
    with pytest.raises(RefusedError, match="a sa réponse"):
        presentations.present(presented.solicitation, committee, by=alice)


def test_asking_to_complete_does_not_end_it(presented, alice):
    services.ask_to_complete(presented.solicitation, "Depuis quand ?", by=alice)
    assert client("bob").get(sheet(presented)).status_code == 200


def test_a_committee_that_meets_no_more_reads_nothing(presented, committee, alice):
    committee.closed_on = making.today()
    committee.save()
    assert client("bob").get(sheet(presented)).status_code == 404
    with pytest.raises(RefusedError, match="ne se réunit plus"):
        presentations.present(presented.solicitation, committee, by=alice)


def test_what_is_erased_is_shown_to_nobody_and_forgets_who_presented_it(presented):
    presentations.forget(Solicitation.objects.filter(pk=presented.solicitation_id))
    presented.refresh_from_db()
    assert presented.ended_at and presented.by is None


def test_both_modules_are_needed(presented, committee, pdc):
    modules = pdc.modules
    for missing in ("comites", "sollicitations"):
        pdc.modules = [each for each in modules if each != missing]
        pdc.save(update_fields=["modules"])
        assert client("bob").get(sheet(presented)).status_code == 404
        assert client("alice").get(choosing(presented.solicitation)).status_code == 404


def test_thirty_sheets_cost_what_one_does(presented, committee, pdc):
    bob = client("bob")

    def cost() -> int:
        bob.get(listing(committee))
        with CaptureQueriesContext(connection) as queries:
            assert bob.get(listing(committee)).status_code == 200
        return len(queries)

    before = cost()
    rows = put(29, platforms()[0])
    now = timezone.now()
    Presentation.objects.bulk_create(
        [Presentation(tenant=pdc, solicitation=row, committee=committee, presented_at=now) for row in rows]
    )
    assert cost() == before
    assert "30 fiches" in main(bob.get(listing(committee)))
