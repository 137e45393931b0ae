"""The minutes of a meeting in a real browser: two people write at once, and no word is lost."""

import re

import pytest
from playwright.sync_api import expect

from extranet.committees import minutes as verbs
from extranet.committees.models import Committee, Decision, Meeting, Minutes, Proposal, Revision
from portal.database import context
from portal.documents.models import Folder
from portal.notifications.models import Mail
from portal.organisations.models import Circle
from portal.tenancy.models import Tenant
from tests.e2e.addresses import CASA, PDC
from tests.e2e.members_addresses import COMMITTEES
from tests.e2e.test_every_page import violations
from tests.e2e.test_staff import sign_in
from tests.extranet.committees.making_minutes import make_committee, make_meeting, open_module
from tests.portal.documents.making import member


@pytest.fixture
def minutes(server, django_db_blocker):
    """A draft of two items, committed; all of it goes afterwards."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            modules = tenant.modules
            open_module(tenant)
        with context.use(tenant.context):
            committee = make_committee("Comité à deux mains")
            record = verbs.begin(make_meeting(committee), by=member("alice"))
    yield record
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Minutes.objects.filter(meeting__committee=committee).delete()
        committee.meetings.all().delete()
        Committee.objects.filter(pk=committee.pk).delete()
        Circle.objects.filter(pk=committee.circle_id).delete()
        audience = committee.folder.audience
        Folder.objects.filter(pk=committee.folder_id).delete()
        audience.delete()
        Mail.objects.all().delete()
        Tenant.objects.filter(pk=tenant.pk).update(modules=modules)


@pytest.fixture(scope="module")
def meant(django_db_blocker):
    """What stands for what in an address: the first meeting of the demonstration, the last, the next, a decision."""
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        meetings = Meeting.objects.filter(committee__slug="comite-inter-bailleurs", tenant__slug=CASA.partition(".")[0])
        first, last, following = meetings.order_by("starts_at")
        decision = Decision.objects.open().filter(committee=first.committee_id).order_by("pk").last()
    return {
        "/reunions/premiere/": f"/reunions/{first.pk}/", "/reunions/derniere/": f"/reunions/{last.pk}/",
        "/reunions/prochaine/": f"/reunions/{following.pk}/", "/decisions/1/": f"/decisions/{decision.pk}/",
    }  # fmt: skip


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
@pytest.mark.parametrize(("person", "host"), sorted({row[:2] for row in COMMITTEES}))
def test_no_page_of_a_committee_has_a_fault(server, open_window, meant, person, host, width, dark):
    window = sign_in(open_window(width, dark=dark), server(host), person, "/(extranet|admin)/")
    for who, where, address in COMMITTEES:
        if (who, where) == (person, host):
            for words, key in meant.items():
                address = address.replace(words, key)  # noqa: PLW2901 (the address, as it is)
            assert window.page.goto(server(host) + address).status == 200, address
            assert violations(window.page) == [], address
            wide = window.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address}: {wide} px too wide"
    assert window.faults == []


@pytest.fixture
def opened(server, open_window, minutes):
    """``opened("alice")`` writes these minutes."""

    def open_one(person: str, width: int = 1280):
        window = sign_in(open_window(width), server(PDC), person, "/(extranet|admin)/")
        address = f"{server(PDC)}/extranet/comites/reunions/{minutes.meeting_id}/compte-rendu/ecrire/"
        assert window.page.goto(address).status == 200
        return window

    return open_one


def box(window, title: str):
    return window.page.get_by_label(re.compile(rf"Ce qui s’est dit\s:\s{title}"))


def said(window, title: str):
    return window.page.get_by_role("region", name=title).get_by_role("status")


def test_two_people_write_at_once_and_no_word_is_lost(opened, minutes, django_db_blocker):
    alice, gael = opened("alice"), opened("gael", 320)
    # Different passages: both are kept, by themselves.
    box(alice, "Charte").fill("La charte est signée.")
    box(gael, "Vacance des logements").fill("Onze logements vacants.")
    expect(said(alice, "Charte")).to_contain_text("Enregistré à")
    expect(said(gael, "Vacance des logements")).to_contain_text("Enregistré à")
    # The same passage: who comes second sees both, and nothing is overwritten.
    box(gael, "Charte").fill("La charte est reportée.")
    expect(said(gael, "Charte")).to_contain_text("a enregistré un autre texte")
    clash = gael.page.get_by_role("group", name="Deux textes pour ce passage")
    expect(clash).to_contain_text("La charte est signée.")
    expect(box(gael, "Charte")).to_have_value("La charte est reportée.")
    assert violations(gael.page) == []
    wide = gael.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    clash.get_by_role("button", name="Garder le mien").click()
    expect(said(gael, "Charte")).to_contain_text("Enregistré à")
    expect(clash).to_be_hidden()
    # Back with the first one, who takes the other text.
    box(alice, "Charte").fill("La charte est signée par tous.")
    expect(said(alice, "Charte")).to_contain_text("a enregistré un autre texte")
    alice.page.get_by_role("button", name="Reprendre l’autre texte").click()
    expect(box(alice, "Charte")).to_have_value("La charte est reportée.")
    box(alice, "Charte").fill("La charte est reportée en mai.")
    expect(said(alice, "Charte")).to_contain_text("Enregistré à")
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        kept = set(Revision.objects.filter(passage__minutes=minutes).values_list("text", flat=True))
    assert kept == {
        "La charte est signée.", "Onze logements vacants.", "La charte est reportée.", "La charte est reportée en mai.",
    }  # fmt: skip
    for window in (alice, gael):
        assert [fault for fault in window.faults if "409" not in fault] == []  # Chromium notes each refusal


def test_without_a_connection_the_text_waits_and_leaves_as_soon_as_there_is_one(opened, minutes, django_db_blocker):
    alice = opened("alice")
    alice.context.set_offline(True)
    box(alice, "Charte").fill("Écrit dans le train.")
    expect(said(alice, "Charte")).to_contain_text("la connexion manque")
    expect(box(alice, "Charte")).to_have_value("Écrit dans le train.")
    alice.context.set_offline(False)
    expect(said(alice, "Charte")).to_contain_text("Enregistré à")
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        assert Revision.objects.filter(passage__minutes=minutes, text="Écrit dans le train.").count() == 1


def test_without_scripts_both_texts_stand_on_a_page(server, open_window, minutes, opened):
    alice = opened("alice")
    state = alice.context.storage_state()
    plain = open_window(320, java_script_enabled=False, storage_state=state)
    plain.page.goto(alice.page.url)
    box(plain, "Charte").fill("Écrit à la main.")
    box(alice, "Charte").fill("Écrit avant.")
    expect(said(alice, "Charte")).to_contain_text("Enregistré à")
    plain.page.get_by_role("button", name=re.compile(r"Enregistrer\s:\sCharte")).click()
    expect(plain.page.get_by_role("heading", level=1)).to_have_text("Deux textes pour ce passage")
    expect(plain.page.get_by_label("Votre texte")).to_have_value("Écrit à la main.")
    expect(plain.page.get_by_role("region", name="Le texte enregistré")).to_contain_text("Écrit avant.")
    plain.page.get_by_role("button", name="Garder le mien").click()
    expect(box(plain, "Charte")).to_have_value("Écrit à la main.")


@pytest.fixture
def as_before(server, django_db_blocker):
    """What the journey leaves goes: its proposal and the mails; a decision is taken up again, its history stays."""
    yield
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        Proposal.objects.filter(title=ITEM).delete()
        Decision.objects.filter(title=TO_CLOSE).update(state=Decision.State.DOING, settled_on=None)
        Mail.objects.all().delete()


ITEM, TO_CLOSE = "Les loyers du parc ancien", "Recenser les logements qui se libèrent dans les six mois"


def test_a_landlord_proposes_an_item_reads_the_minutes_and_closes_a_decision(server, open_window, meant, as_before):
    fanny = sign_in(open_window(320), server(CASA), "fanny", "/extranet/")
    page, home = fanny.page, f"{server(CASA)}/extranet/comites/comite-inter-bailleurs/"

    page.get_by_role("navigation", name="Espace professionnel").get_by_role("link", name="Comités").click()
    page.get_by_role("link", name="Comité inter-bailleurs").first.click()
    page.get_by_role("region", name="Prochaine réunion").get_by_role("link", name="Réunion du").click()
    page.get_by_role("link", name="Proposer un point").click()
    page.get_by_label("Intitulé").fill(ITEM)
    page.get_by_role("button", name="Proposer ce point").click()
    expect(page.get_by_role("listitem").filter(has_text=ITEM)).to_contain_text("attend une réponse")

    page.goto(home)
    page.get_by_role("link", name="Dernier compte rendu").click()
    expect(page.get_by_text("Onze bailleurs sociaux sont présents")).to_be_visible()

    page.goto(home)
    page.get_by_role("link", name=re.compile(TO_CLOSE)).click()
    page.get_by_label("Faite", exact=True).check()
    page.get_by_label("Note").fill("Toutes les résidences ont répondu.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Toutes les résidences ont répondu.")).to_be_visible()
    closed = page.url.removeprefix(server(CASA))
    page.goto(home)
    expect(page.get_by_role("link", name=re.compile(TO_CLOSE))).to_have_count(0)
    assert fanny.faults == []

    there = sign_in(open_window(320), server(PDC), "fanny", "/extranet/")
    for address in (
        closed,
        "/extranet/comites/comite-inter-bailleurs/",
        "/extranet/comites/comite-inter-bailleurs/decisions/",
    ):
        assert there.page.goto(server(PDC) + address).status == 404
    there.page.goto(f"{server(PDC)}/extranet/comites/")
    expect(there.page.get_by_text("Comité inter-bailleurs")).to_have_count(0)
