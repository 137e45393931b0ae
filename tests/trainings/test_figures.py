"""The figures of a year: right, asked of PostgreSQL in so many queries, veiled for elected members."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from events.models.seats import State
from portal.organisations.models import Organisation
from portal.tenancy.models import Role
from portal.tenancy.services import set_membership
from portal.territories.models import Platform
from portal.territories.models.coverage import covered_by
from trainings.figures import of_year
from trainings.figures_shown import parts
from trainings.models import Evaluation, HalfDay, Presence, Registration, Session

pytestmark = pytest.mark.django_db
LANDLORD, CCAS = Organisation.Kind.LANDLORD, Organisation.Kind.CCAS
YEAR = 2025
ADDRESS = f"/extranet/gestion/formations/bilan/{YEAR}/"
TOLD = f"/extranet/chiffres-des-formations/{YEAR}/"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def hold(make_training):
    """``hold(training, day, capacity)`` is a session of 2025 that is over, of one half-day."""

    def make(training=None, day: int = 0, capacity: int = 40, **fields) -> Session:
        start = timezone.make_aware(datetime.datetime(YEAR, 1, 10, 9)) + datetime.timedelta(days=day)
        end = start + datetime.timedelta(hours=3)
        session = Session.objects.create(
            training=training or make_training(), starts_at=start, ends_at=end, capacity=capacity,
            **{"state": Session.State.DONE} | fields,
        )  # fmt: skip
        HalfDay.objects.create(session=session, starts_at=start, ends_at=end)
        return session

    return make


def seat(session, member, presence=Presence.PRESENT, kind="", state=State.TAKEN, organisation=None) -> Registration:
    presence = presence if state == State.TAKEN else ""
    return Registration(
        tenant_id=session.tenant_id, session=session, membership=member, state=state, presence=presence,
        organisation_kind=kind, organisation=organisation,
    )  # fmt: skip


def put(*rows: Registration) -> None:
    Registration.objects.bulk_create(rows)


def test_the_year_counts_what_was_held(pdc, hold, make_member):
    session, people = hold(capacity=10), [make_member() for _ in range(7)]
    put(
        seat(session, people[0], kind=LANDLORD), seat(session, people[1], Presence.PARTLY, LANDLORD),
        seat(session, people[2], Presence.ABSENT, CCAS), seat(session, people[3], Presence.EXCUSED),
        seat(session, people[4], Presence.UNKNOWN), seat(session, people[5], state=State.WAITING),
        seat(session, people[6], state=State.GIVEN_UP),
    )  # fmt: skip
    other_year, cancelled = hold(day=365), hold(state="annulee", reason="Grève.")
    put(seat(other_year, people[0], kind=LANDLORD), seat(cancelled, people[0], Presence.UNKNOWN, LANDLORD))
    hold(state="brouillon")
    found = of_year(YEAR, pdc)
    assert (found.held, found.cancelled, found.seats) == (1, 1, 10)
    assert (found.people.asked, found.people.taken, found.people.came, found.people.waiting) == (7, 5, 2, 1)
    assert (found.people.absent, found.people.excused, found.people.unknown) == (1, 1, 1)
    assert found.people.presence_rate == found.people.came * 100 / (5 - 1)
    assert {line.label: line.people.taken for line in found.by_kind} == {
        "Bailleur social": 2, "CCAS ou CIAS": 1, "Sans organisation": 2,
    }  # fmt: skip


def test_the_new_year_begins_at_midnight_in_france(pdc, hold):
    session = hold()
    eve = datetime.datetime(YEAR - 1, 12, 31, 23, 30, tzinfo=datetime.UTC)  # half past midnight in Paris
    Session.objects.filter(pk=session.pk).update(starts_at=eve, ends_at=eve + datetime.timedelta(hours=3))
    assert of_year(YEAR, pdc).held == 1
    assert of_year(YEAR - 1, pdc).held == 0


def test_a_territory_is_that_of_the_seat_of_the_organisation(pdc, hold, make_member):
    platform = Platform.objects.order_by("pk").first()
    commune = covered_by(platform).first()
    here = Organisation.objects.create(name="Ici", kind=CCAS, seat=commune)
    nowhere = Organisation.objects.create(name="Sans siège", kind=CCAS)
    session = hold()
    put(seat(session, make_member(), organisation=here), seat(session, make_member(), organisation=nowhere))
    found = {line.label: line.people.taken for line in of_year(YEAR, pdc).by_territory}
    assert found == {str(platform)[:1].upper() + str(platform)[1:]: 1, "Siège non renseigné": 1}


def test_what_two_people_thought_is_not_told_nor_found_by_subtraction(pdc, hold, make_training):
    def thought(session, *marks):
        for mark in marks:
            Evaluation.objects.create(session=session, when="a_chaud", overall=mark, aims=3, useful=3, pace="juste")

    large, small = hold(make_training()), hold(make_training())
    thought(large, 4, 4, 5)
    thought(small, 1, 1)
    found = of_year(YEAR, pdc)
    assert sorted(str(line.mean) for line in found.by_training) == ["4.3", "None"]
    assert (found.answers, str(found.mean)) == (3, "4.3")


def test_who_keeps_the_trainings_reads_the_page_the_workbook_and_the_paper(hold, make_member, pdc_client):
    session = hold(capacity=3)
    put(*(seat(session, make_member(), kind=LANDLORD) for _ in range(3)))
    client = pdc_client.login_as("alice")
    page = plain(client.get(ADDRESS).text)
    assert "3 (100 % des places)" in page
    assert "Bailleur social" in page
    book = load_workbook(io.BytesIO(client.get(ADDRESS + "bilan.xlsx").content))
    assert book.sheetnames == ["Année 2025", "Par nature d’organisation", "Par territoire", "Par formation"]
    assert {row[0].value: row[1].value for row in book.worksheets[0]}["Places prises"] == 3
    pdf = client.get(ADDRESS + "bilan.pdf").content
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "Les formations en 2025" in plain(words)
    assert "Bailleur social" in plain(words)
    assert b"StructTreeRoot" in pdf or "/StructTreeRoot" in PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def test_the_paper_tells_of_each_group_what_the_page_and_the_workbook_tell(pdc, hold, make_member, pdc_client):
    session, people = hold(capacity=41), [make_member() for _ in range(9)]
    put(
        *(seat(session, who, Presence.PRESENT, LANDLORD) for who in people[:4]),
        *(seat(session, who, Presence.ABSENT, LANDLORD) for who in people[4:6]),
        *(seat(session, who, state=State.WAITING, kind=LANDLORD) for who in people[6:]),
    )  # fmt: skip
    pdf = PdfReader(io.BytesIO(pdc_client.login_as("alice").get(ADDRESS + "bilan.pdf").content))
    words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    book = parts(of_year(YEAR, pdc))
    for part in book:
        for head in part.heads:
            assert head in plain(words)
        for row in part.written:
            assert plain(" ".join(row)) in plain(words)
    [landlords] = book[0].rows
    told = dict(zip(book[0].heads, landlords, strict=True))
    assert (told["Absentes sans excuse"], told["Restées en attente"]) == (2, 3)


def test_an_empty_year_says_so(pdc_client):
    client = pdc_client.login_as("alice")
    assert "Aucune session n’a eu lieu en 2011" in plain(client.get(ADDRESS.replace("2025", "2011")).text)
    assert client.get(ADDRESS.replace("2025", "2011") + "bilan.pdf").content.startswith(b"%PDF")
    assert client.get(ADDRESS.replace("2025", "1500")).status_code == 404


def test_elected_members_read_no_small_number(pdc, bob, hold, make_member, pdc_client):
    session = hold(capacity=40)
    people = [make_member() for _ in range(25)]
    kinds = [LANDLORD] * 12 + [CCAS] * 11 + ["siao"] * 2
    put(*(seat(session, who, Presence.ABSENT if n % 3 == 0 else Presence.PRESENT, kind)
          for n, (who, kind) in enumerate(zip(people, kinds, strict=True))))  # fmt: skip
    client = pdc_client.login_as("bob")
    assert client.get(TOLD).status_code == 403
    set_membership(bob.user, pdc, {Role.ELECTED})
    client = pdc_client.login_as("bob")
    page = plain(client.get(TOLD).text)
    kinds = page[page.index("Par nature") : page.index("Par territoire")]
    assert "masqué" in kinds
    assert ">2<" not in kinds
    assert ">11<" not in kinds  # 25 less 12 less 11 would be 2
    assert "25" in page
    for address in (ADDRESS, ADDRESS + "bilan.xlsx", ADDRESS + "bilan.pdf"):
        assert client.get(address).status_code == 403
    assert "Chiffres des formations" in client.get("/extranet/").text


def test_figures_ask_as_much_for_two_hundred_sessions_as_for_one(pdc, hold, make_training, make_member, pdc_client):
    client, people = pdc_client.login_as("alice"), [make_member(LANDLORD) for _ in range(25)]
    trainings = [make_training() for _ in range(10)]
    client.get(ADDRESS)
    counts = []
    for number in (1, 199):
        for n in range(number):
            session = hold(trainings[n % 10], day=n)
            put(*(seat(session, who, kind=LANDLORD) for who in people))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(queries))
    assert Registration.objects.filter(session__starts_at__year=YEAR).count() == 5000
    assert counts[0] == counts[1]
    assert of_year(YEAR, pdc).people.taken == 5000
