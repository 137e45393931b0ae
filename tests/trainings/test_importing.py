"""Past attendance out of a file: read first, then written, once."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import Workbook

from events.models.seats import State
from portal.design.spreadsheets import write_csv
from portal.notifications.models import Mail
from portal.organisations.models import Organisation
from tests.trainings.papers import tick
from trainings import attendance, evaluating, importing
from trainings.attendance import Mark
from trainings.certificates import why_none
from trainings.models import Presence, Registration, Session, Step
from trainings.registering import register
from trainings.services import RefusedError

pytestmark = pytest.mark.django_db
ADDRESS = "/extranet/gestion/formations/import/"
HEADER = ["Formation", "Dates", "Courriel", "Organisation", "Présence", "Heures"]
PAST = timezone.localdate() - datetime.timedelta(days=90)
DAYS = f"{PAST:%d/%m/%Y}"


def line(training, member, presence="présente", hours="", dates=DAYS, organisation="") -> list[str]:
    email = member if isinstance(member, str) else member.user.email
    return [getattr(training, "slug", training), dates, email, organisation, presence, hours]


def post(client, rows, name="presences.csv"):
    content = rows if isinstance(rows, bytes) else write_csv([HEADER, *rows])
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def confirm(client, answer):
    [signed] = re.findall(r'name="confirmed" value="([^"]+)"', answer.text)
    return client.post(ADDRESS, {"confirmed": signed}, follow=True)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def fates(rows, by) -> list[str]:
    return [each.fate for each in importing.plan([HEADER, *rows], by=by)]


def details(row, by) -> str:
    [read] = importing.plan([HEADER, row], by=by)
    assert read.fate == "refusée"
    return plain(" ".join(read.details))


def test_it_is_read_first_and_written_when_it_is_confirmed(make_training, make_member, pdc_client):
    training, people = make_training(hours=14), [make_member(Organisation.Kind.CCAS) for _ in range(4)]
    Mail.objects.all().delete()
    both = f"{DAYS} et {PAST + datetime.timedelta(days=1):%d/%m/%Y}"
    rows = [
        line(training, people[0], dates=both), line(training, people[1], "", "7", both),
        line(training, people[2], "absente", "0", both), line(training, people[3], "excusée", dates=both),
        line(training, "personne@ailleurs.example", dates=both),
    ]  # fmt: skip
    client = pdc_client.login_as("alice")
    answer = post(client, rows)
    page = plain(answer.text)
    assert "4 ajoutées, 1 refusée" in page
    assert "Ligne 6" in page
    assert "personne n’a cette adresse" in page.lower()
    assert not Session.objects.exists()
    assert not Registration.objects.exists()
    assert "4 ajoutées" in plain(confirm(client, answer).text)
    session = Session.objects.get()
    assert (session.state, session.capacity, session.half_days.count()) == (Session.State.DONE, 4, 4)
    presences = dict(session.seats.values_list("membership", "presence"))
    assert [presences[each.pk] for each in people] == [
        Presence.PRESENT, Presence.PARTLY, Presence.ABSENT, Presence.EXCUSED,
    ]  # fmt: skip
    assert set(session.seats.values_list("state", "organisation_kind")) == {(State.TAKEN, Organisation.Kind.CCAS)}
    assert Step.objects.filter(state=Presence.PARTLY, reason=importing.REASON).count() == 1
    assert not Mail.objects.exists()


def test_the_same_file_twice_changes_nothing(make_training, make_member, pdc_client, alice):
    training, people = make_training(), [make_member() for _ in range(2)]
    rows = [line(training, each) for each in people]
    client = pdc_client.login_as("alice")
    confirm(client, post(client, rows))
    before = list(Registration.objects.order_by("pk").values()), list(Step.objects.values("pk")), Session.objects.get()
    assert fates(rows, alice) == ["inchangée", "inchangée"]
    assert 'name="confirmed"' not in post(client, rows).text
    assert (list(Registration.objects.order_by("pk").values()), list(Step.objects.values("pk"))) == before[:2]
    # one more person of the same session: it grows by one
    more = [*rows, line(training, make_member())]
    confirm(client, post(client, more))
    assert Session.objects.get().capacity == 3


def test_a_session_that_is_there_gives_the_seats_that_are_left(make_session, make_member, alice):
    session = make_session(days=-20, count=1, capacity=2)
    there = make_member()
    Registration.objects.create(session=session, membership=there, state=State.TAKEN)
    day = f"{timezone.localdate(session.starts_at):%d/%m/%Y}"
    rows = [line(session.training, each, dates=day) for each in (there, make_member(), make_member())]
    assert fates(rows, alice) == ["complétée", "ajoutée", "refusée"]
    assert session.seats.count() == 1


def test_what_was_ticked_is_not_changed(make_session, make_member, alice):
    session, who = make_session(days=-20, count=1), make_member()
    Registration.objects.create(session=session, membership=who, state=State.TAKEN, presence=Presence.ABSENT)
    day = f"{timezone.localdate(session.starts_at):%d/%m/%Y}"
    assert "déjà relevée" in details(line(session.training, who, dates=day), alice)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"training": "inconnue"}, "Formation : aucune formation"),
        ({"dates": "hier"}, "Dates : écrivez chaque jour"),
        ({"dates": "31/02/2026"}, "n’est pas une date"),
        ({"dates": f"{timezone.localdate():%d/%m/%Y}"}, "la session n’est pas passée"),
        ({"dates": "12/03/2019"}, "plus de trois ans"),
        ({"member": ""}, "Courriel : vide"),
        ({"organisation": "Inconnue"}, "aucune organisation de l’annuaire"),
        ({"presence": "peut-être"}, "Présence : écrivez"),
        ({"presence": ""}, "ni présence, ni heures"),
        ({"presence": "présente", "hours": "2"}, "se contredisent"),
        ({"presence": "", "hours": "sept"}, "Heures : écrivez un nombre"),
        ({"presence": "", "hours": "90"}, "plus d’heures"),
    ],
)
def test_each_fault_is_said(make_training, make_member, alice, changed, said):
    told = {"training": make_training(), "member": make_member()} | changed
    assert said in details(line(**told), alice)


def test_a_line_twice_is_refused_the_second_time(make_training, make_member, alice):
    training, who = make_training(), make_member()
    assert fates([line(training, who), line(training, who)], alice) == ["ajoutée", "refusée"]


def workbook(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"Formation;Dates\nx;y\n", "Il manque à la première ligne : « Courriel »"),
        ("a.csv", b"Formation;Dates;Courriel\nx;y;z\n", "une colonne « Présence » ou une colonne « Heures »"),
        ("a.csv", b"Formation;Dates;Courriel;Heures\n=A1;y;z;7\n", "La ligne 2 contient une formule"),
        ("a.csv", "Formation;Dates".encode("utf-16"), "Ce fichier ne se lit pas"),
        (
            "a.csv",
            b"Formation;Dates;Courriel;Heures\n\x81\x8d;y;z;7\n",
            "La ligne 2 contient des caractères illisibles",
        ),
        ("a.xlsx", b"pas un classeur", "Ce fichier ne se lit pas"),
        ("a.xlsx", workbook(HEADER, ["x", "y", "z", "", "", "=3+4"]), "La case F2 contient une formule"),
        ("a.csv", b"Formation;Dates;Courriel;Heures\n" + b"x;y;z;7\n" * 501, "a plus de 500 lignes"),
        ("a.csv", b"x" * (2 * 1024 * 1024 + 1), "dépasse 2 Mo"),
        ("a.csv", b"", "Ce fichier est vide"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(pdc_client, name, content, said):
    answer = post(pdc_client.login_as("alice"), content, name)
    assert answer.status_code == 422
    assert said in plain(answer.text)


def test_days_written_by_excel_are_days(make_training, make_member, pdc_client):
    training, who = make_training(), make_member()
    when = datetime.datetime.combine(PAST, datetime.time())
    content = workbook(HEADER, [training.title, when, who.user.email, None, None, 7.0])
    assert "1 ajoutée" in plain(post(pdc_client.login_as("alice"), content, "a.xlsx").text)


def test_a_change_in_between_writes_nothing(make_training, make_member, pdc_client):
    training, who = make_training(), make_member()
    client = pdc_client.login_as("alice")
    answer = post(client, [line(training, who)])
    training.slug = "autre"
    training.save()
    assert "Rien n’est écrit" in plain(confirm(client, answer).text)
    assert not Session.objects.exists()


def test_nobody_else_confirms_it(make_training, make_member, pdc_client, visit):
    client = pdc_client.login_as("alice")
    answer = post(client, [line(make_training(), make_member())])
    gael = visit("pas-de-calais.localhost").login_as("gael")
    assert "Rien n’est écrit" in plain(confirm(gael, answer).text)
    assert not Session.objects.exists()


def test_who_does_not_keep_the_trainings_imports_nothing(pdc_client):
    client = pdc_client.login_as("bob")
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"confirmed": "x"}).status_code == 403


def test_the_template_is_read_as_it_is(make_training, make_member, pdc_client):
    client = pdc_client.login_as("alice")
    for kind in ("csv", "xlsx"):
        content = client.get(f"{ADDRESS}modele.{kind}").content
        assert "1 refusée" in plain(post(client, content, f"a.{kind}").text)


def test_who_gave_up_and_came_all_the_same_has_a_seat(make_session, make_member, alice):
    session, who = make_session(days=5), make_member()
    row = register(session, who, by=who)
    Registration.objects.filter(pk=row.pk).update(state=State.GIVEN_UP)
    back = datetime.timedelta(days=30)
    for half_day in session.half_days.all():
        half_day.starts_at, half_day.ends_at = half_day.starts_at - back, half_day.ends_at - back
        half_day.save()
    Session.objects.filter(pk=session.pk).update(starts_at=session.starts_at - back, ends_at=session.ends_at - back)
    day = f"{timezone.localdate(session.starts_at - back):%d/%m/%Y}"
    assert fates([line(session.training, who, dates=day)], alice) == ["ajoutée"]


# What a file does not say ----------------------------------------------------------------------------------


def test_a_session_that_a_file_told_of_has_no_paper_and_it_is_said(make_training, bob, alice, pdc_client):
    training, day = make_training(), timezone.localdate() - datetime.timedelta(days=1)
    rows = [line(training, bob, dates=f"{day:%d/%m/%Y}")]
    client = pdc_client.login_as("alice")
    confirm(client, post(client, rows))
    row = Registration.objects.get(membership=bob)
    half_day = row.session.half_days.first()
    with pytest.raises(RefusedError, match="reprise d’un fichier"):
        tick(row, half_day, Mark.ABSENT, alice)
    address = f"/extranet/gestion/formations/{row.session_id}/"
    assert "sans certificat" in client.get(address).text
    assert "reprise d’un fichier" in client.get(f"{address}presence/{half_day.pk}/ajouter/").text
    assert client.get(f"{address}emargement.pdf").status_code == 404
    with pytest.raises(RefusedError, match="reprise d’un fichier"):
        attendance.add(row.session, alice, by=alice)
    assert not row.certificates.exists()
    assert evaluating.send(now=timezone.now() + datetime.timedelta(days=1)) == 0
    client = pdc_client.login_as("bob")
    page = plain(client.get(f"/extranet/mes-formations/{row.pk}/").text)
    assert "Pas de certificat : cette présence est reprise d’un fichier" in page
    for paper in ("certificat", "attestation", "convocation"):
        assert client.get(f"/extranet/mes-formations/{row.pk}/{paper}.pdf").status_code == 404


def test_another_file_corrects_what_a_file_said(make_training, make_member, alice, pdc_client):
    training, who = make_training(), make_member()
    client = pdc_client.login_as("alice")
    confirm(client, post(client, [line(training, who)]))
    assert fates([line(training, who, "absente")], alice) == ["complétée"]
    confirm(client, post(client, [line(training, who, "absente")]))
    row = Registration.objects.get(membership=who)
    assert row.presence == Presence.ABSENT
    assert list(row.steps.order_by("pk").values_list("state", flat=True))[-2:] == ["presente", "absente"]


def test_what_a_file_said_stands_until_each_half_day_is_ticked(make_session, make_member, alice):
    session, who, other = make_session(days=-20), make_member(), make_member()
    for each in (who, other):
        Registration.objects.create(session=session, membership=each, state=State.TAKEN)
    day = f"{timezone.localdate(session.starts_at):%d/%m/%Y}"
    first, second = session.half_days.all()
    row, ticked = session.seats.get(membership=who), session.seats.get(membership=other)
    for half_day in (first, second):
        tick(ticked, half_day, Mark.PRESENT, alice)
    assert "déjà pointées" in details(line(session.training, other, "absente", dates=day), alice)
    importing._write([HEADER, line(session.training, who, dates=day)], alice)
    tick(row, first, Mark.ABSENT, alice)
    attendance.finish(session, by=alice)
    row.refresh_from_db()
    assert row.presence == Presence.PRESENT
    assert not row.certificates.exists()
    assert "Pas de certificat" in why_none(row)
    ticked.refresh_from_db()
    assert why_none(ticked) == ""
    tick(row, second, Mark.PRESENT, alice)
    row.refresh_from_db()
    assert row.presence == Presence.PARTLY
    assert row.certificates.get().hours == 3


def test_the_database_knows_that_what_a_file_told_of_is_over(make_session):
    session = make_session()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(is_taken_over=True)
