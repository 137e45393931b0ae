"""A training in a real browser: from seat to certificate, a seat that passes on, colleagues, a half-day ticked."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.database import context
from portal.notifications.models import Mail
from portal.organisations.models import Affiliation, Audience, Organisation
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import set_membership
from tests.e2e.addresses import PDC
from tests.e2e.test_agenda_moved import await_mail
from tests.e2e.test_every_page import NOT_AN_ERROR, check, violations
from tests.factories import make_user
from tests.trainings.papers import text_of, tick
from trainings import attendance, services
from trainings.models import Attendance, HalfDay, Registration, Session, Training
from trainings.registering import register
from trainings.services import HalfDayPlan


@pytest.fixture
def session(server, django_db_blocker):
    """An open session of tomorrow, one half-day long; nothing of it stays."""
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            audience = Audience.objects.create(reach=Audience.Reach.PROFESSIONALS)
            training = Training.objects.create(
                title="Premier essai", slug="premier-essai", hours=3, audience=audience, is_published=True,
                aims="- Essayer", institute=Organisation.objects.order_by("pk").first(),
            )  # fmt: skip
            start = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
            plans = [HalfDayPlan(start, start + datetime.timedelta(hours=3))]
            row = services.open_sign_up(services.schedule(training, plans, {"capacity": 10}))
    yield row
    with django_db_blocker.unblock(), context.use(tenant.context):
        row.delete()
        training.delete()
        audience.delete()


@pytest.fixture
def in_tenant(server, django_db_blocker, session):
    """``in_tenant(do)`` is what ``do()`` returns, asked by the session's tenant."""

    def ask(do):
        with django_db_blocker.unblock(), context.use(session.tenant.context):
            return do()

    return ask


@pytest.fixture
def colleagues(session, in_tenant, django_db_blocker):
    """Three members of the organisation of diane, its référente; nothing of them stays."""

    def arrive() -> list[Membership]:
        organisation = Affiliation.objects.of_referent(members("diane")[0]).get().organisation
        found = []
        for first_name in ("Ambre", "Basile", "Coralie"):
            user = make_user(f"{first_name.lower()}@essai.example", first_name=first_name, last_name="Essai")
            found.append(set_membership(user, session.tenant, []))
            Affiliation.objects.create(membership=found[-1], organisation=organisation)
        return found

    found = in_tenant(arrive)
    yield found
    for each in found:
        in_tenant(each.delete)
        with django_db_blocker.unblock(), context.use(context.PLATFORM):
            Mail.objects.filter(to=[each.user.email]).delete()
            each.user.delete()


def begin(session) -> None:
    """Make it today: it began an hour ago."""
    start = timezone.now() - datetime.timedelta(hours=1)
    end = start + datetime.timedelta(hours=3)
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=end, closes_at=None)
    HalfDay.objects.filter(session=session).update(starts_at=start, ends_at=end)


def members(*names: str) -> list[Membership]:
    rows = Membership.objects.select_related("user")
    return [rows.get(user__email=f"{name}@demo.example") for name in names]


def test_from_the_seat_to_a_certificate_that_anybody_checks(server, open_window, signed_in, session, in_tenant):
    diane = open_window(320, dark=True, storage_state=signed_in("diane", PDC), accept_downloads=True)
    diane.page.goto(server(PDC) + "/formations/premier-essai/")
    diane.page.get_by_role("link", name=re.compile("M’inscrire")).click()
    diane.page.get_by_role("button", name="M’inscrire").click()
    expect(diane.page.get_by_role("status").first).to_contain_text("Votre place est retenue")
    mine = diane.page.url

    in_tenant(lambda: begin(session))
    alice = open_window(320, storage_state=signed_in("alice", PDC))
    alice.page.goto(server(PDC) + f"/extranet/gestion/formations/{session.pk}/")
    alice.page.get_by_role("link", name=re.compile("Relever les présences")).click()
    alice.page.get_by_text("Présente", exact=True).click()
    expect(alice.page.locator("[data-status]")).to_contain_text("Enregistré à")
    assert violations(alice.page) == []
    alice.page.get_by_role("link", name="Revenir aux inscriptions").click()
    alice.page.get_by_role("button", name="Terminer la session").click()
    expect(alice.page.get_by_text("les certificats sont prêts")).to_be_visible()

    diane.page.goto(mine)
    assert violations(diane.page) == []
    with diane.page.expect_download() as download:
        diane.page.get_by_role("link", name=re.compile("certificat de réalisation")).click()
    words = text_of(download.value.path().read_bytes())
    code = re.search(r"Code de vérification : ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})", words)[1]

    anybody = open_window(320)
    anybody.page.goto(server(PDC) + "/formations/verifier/")
    anybody.page.get_by_label("Code de vérification").fill(code.lower())
    anybody.page.get_by_role("button", name="Vérifier").click()
    expect(anybody.page.get_by_role("heading", name="Certificat valable")).to_be_visible()
    expect(anybody.page.get_by_text("Premier essai")).to_be_visible()
    assert violations(anybody.page) == []
    assert diane.faults == alice.faults == anybody.faults == []


def is_too_wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_freed_seat_is_offered_by_mail_and_taken_by_who_waited(server, open_window, signed_in, session, in_tenant):
    def fill() -> None:
        services.change(session, {"capacity": 1})
        [diane] = members("diane")
        register(session, diane, by=diane)

    def state() -> str:
        return Registration.objects.get(session=session, membership__user__email="bob@demo.example").state

    in_tenant(fill)
    bob = open_window(320, dark=True, storage_state=signed_in("bob", PDC))
    page = bob.page
    page.goto(server(PDC) + "/formations/premier-essai/")
    page.get_by_role("link", name=re.compile("M’inscrire en liste d’attente")).click()
    page.get_by_role("button", name="M’inscrire en liste d’attente").click()
    expect(page.get_by_text("En attente, rang 1")).to_be_visible()
    expect(page.get_by_text("Toutes les places sont prises ou proposées.")).to_be_visible()
    assert violations(page) == []

    diane = open_window(320, storage_state=signed_in("diane", PDC))
    diane.page.goto(server(PDC) + "/extranet/mes-formations/")
    diane.page.get_by_role("link", name=re.compile("Premier essai")).first.click()
    diane.page.get_by_role("button", name="Je ne peux plus venir").click()
    expect(diane.page.get_by_role("status").first).to_contain_text("Votre place est rendue")

    await_mail(page, server(PDC) + "/boite-aux-lettres/", "Une place pour vous")
    page.get_by_role("link", name=re.compile("Une place pour vous")).first.click()
    page.locator(".letter__text").get_by_role("link", name="mes-formations").click()
    expect(page.get_by_role("button", name="Refuser la place")).to_be_visible()
    assert violations(page) == []
    assert not is_too_wide(page)
    mine = page.url
    page.goto(mine + "?deed=accepter")  # as a mail scanner would: following a link takes nothing
    assert in_tenant(state) == "proposee"
    page.get_by_role("button", name="Accepter la place").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre place est retenue")
    assert in_tenant(state) == "inscrite"
    assert bob.faults == diane.faults == []


def test_a_referente_signs_up_three_colleagues_at_once(
    server, open_window, signed_in, session, colleagues, in_tenant, django_db_blocker
):
    in_tenant(lambda: services.change(session, {"capacity": 2}))
    diane = open_window(320, dark=True, storage_state=signed_in("diane", PDC))
    page = diane.page
    page.goto(server(PDC) + "/formations/premier-essai/")
    page.get_by_role("link", name=re.compile("Inscrire des collègues")).click()
    page.get_by_role("button", name="Inscrire les personnes cochées").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez au moins une personne")
    assert violations(page) == []
    for each in colleagues:
        page.get_by_label(str(each.user)).check()
    page.get_by_role("button", name="Inscrire les personnes cochées").click()
    expect(page.get_by_text("a une place, et le sait par courriel")).to_have_count(2)
    expect(page.get_by_text("est en liste d’attente, et le sait par courriel")).to_have_count(1)
    expect(page.get_by_label(str(colleagues[0].user))).to_have_count(0)
    assert violations(page) == []
    assert not is_too_wide(page)
    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        # New members may have other mail by then: the digests leave every minute.
        told = Mail.objects.get(to=[colleagues[0].user.email], subject__contains="Inscription confirmée")
    assert "Diane" in told.text

    alice = open_window(320, storage_state=signed_in("alice", PDC))
    alice.page.goto(server(PDC) + f"/extranet/gestion/formations/{session.pk}/")
    expect(alice.page.get_by_text("inscription faite par Diane")).to_have_count(3)
    expect(alice.page.get_by_text("Aucune place libre sur 2")).to_be_visible()
    assert violations(alice.page) == []
    assert not is_too_wide(alice.page)
    assert [fault for fault in diane.faults if NOT_AN_ERROR not in fault] == alice.faults == []


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)], ids=["telephone-dark", "desk-light"])
def test_the_pages_of_a_session_have_no_fault(server, open_window, signed_in, session, in_tenant, width, dark):
    host, windows = server(PDC), {None: open_window(width, dark=dark)}
    for who in ("diane", "alice"):
        windows[who] = open_window(width, dark=dark, storage_state=signed_in(who, PDC))
    sign_up = f"/extranet/mes-formations/inscription/{session.pk}/"
    staff, half_day = f"/extranet/gestion/formations/{session.pk}/", in_tenant(lambda: session.half_days.get().pk)
    for who, address in [
        ("diane", sign_up), ("diane", f"{sign_up}collegues/"), ("diane", f"{sign_up}collegues/?q=zzzz"),
        ("alice", staff), ("alice", f"{staff}presence/{half_day}/"),
    ]:  # fmt: skip
        check(windows[who], host, address)

    row, code = in_tenant(lambda: hold(session))
    for who, address in [
        ("diane", f"/extranet/mes-formations/{row}/"), ("diane", sign_up), ("alice", staff),
        ("alice", f"{staff}?q=zzzz"), ("alice", f"{staff}avis/"), ("alice", f"{staff}presence/{half_day}/"),
        ("alice", f"{staff}presence/{half_day}/ajouter/?q=bob"), (None, f"/formations/verifier/{code}/"),
    ]:  # fmt: skip
        check(windows[who], host, address)
    diane = windows["diane"].page
    diane.goto(f"{host}/extranet/mes-formations/{row}/")
    diane.get_by_role("link", name=re.compile("avis", re.IGNORECASE)).click()
    send = diane.get_by_role("button", name="Envoyer mon avis")
    expect(send).to_be_visible()  # the page has come
    assert violations(diane) == []
    send.click()  # without an answer
    expect(diane.get_by_text("Erreur").first).to_be_visible()
    assert violations(diane) == []
    alice = windows["alice"].page
    alice.goto(host + staff)
    alice.get_by_label("Choisir Diane").check()
    alice.get_by_role("button", name="Écrire un message").click()
    expect(alice.get_by_label("Objet")).to_be_visible()
    assert violations(alice) == []
    for address in (f"sessions/{session.pk}/", f"sessions/{session.pk}/dupliquer/", f"{session.training_id}/"):
        alice.goto(f"{host}/admin/formations/{address}")
        assert violations(alice, "main") == [], address


def hold(session) -> tuple[int, str]:
    """Sign diane up and end the session; return her sign-up, and the code of her certificate."""
    alice, diane = members("alice", "diane")
    row = register(session, diane, by=diane)
    begin(session)
    HalfDay.objects.filter(session=session).update(ends_at=timezone.now())
    Session.objects.filter(pk=session.pk).update(ends_at=timezone.now())
    tick(row, session.half_days.get(), Attendance.Mark.PRESENT, alice)
    attendance.finish(session, by=alice)
    return row.pk, row.certificates.get().code


def test_everybody_in_a_long_list_is_chosen_at_once(server, open_window, signed_in, session, colleagues, in_tenant):
    in_tenant(lambda: [register(session, each, by=each) for each in colleagues])
    alice = open_window(320, storage_state=signed_in("alice", PDC))
    page, boxes = alice.page, alice.page.get_by_role("checkbox")
    page.goto(server(PDC) + f"/extranet/gestion/formations/{session.pk}/")
    page.get_by_role("button", name="Choisir tout le monde").click()
    assert [each.is_checked() for each in boxes.all()] == [True] * 3
    boxes.first.uncheck()
    page.get_by_role("button", name="Choisir tout le monde").click()
    page.get_by_role("button", name="Ne choisir personne").click()
    assert not any(each.is_checked() for each in boxes.all())
    page.get_by_role("button", name="Choisir tout le monde").click()
    assert violations(page) == []
    assert not is_too_wide(page)
    page.get_by_role("link", name="Agir sur les personnes choisies").click()
    page.get_by_role("button", name="Écrire un message").click()
    expect(page.get_by_role("heading", name="Pour 3 personnes")).to_be_visible()


def test_what_is_ticked_before_the_script_has_come_is_sent(server, open_window, signed_in, session, in_tenant):
    """On a slow connection the page is there first: a tick of that moment once stayed on the screen alone."""

    def fill() -> int:
        [diane] = members("diane")
        register(session, diane, by=diane)
        begin(session)
        return session.half_days.get().pk

    half_day, held = in_tenant(fill), []
    page = open_window(320, storage_state=signed_in("alice", PDC)).page
    page.route("**/js/presence*.js", lambda route: held.append(route))
    address = server(PDC) + f"/extranet/gestion/formations/{session.pk}/presence/{half_day}/"
    page.goto(address, wait_until="commit")
    page.get_by_text("Présente", exact=True).click()
    held.pop().continue_()
    expect(page.locator("[data-status]")).to_contain_text("Enregistré à")


def test_what_is_ticked_without_a_connection_is_not_lost(server, open_window, signed_in, session, in_tenant):
    def fill() -> list[int]:
        rows = [register(session, each, by=each).pk for each in members("bob", "diane", "chloe", "iris")]
        begin(session)
        return rows

    def marks() -> dict[int, str]:
        return dict(Attendance.objects.filter(half_day__session=session).values_list("registration", "mark"))

    rows = in_tenant(fill)
    half_day = in_tenant(lambda: session.half_days.get().pk)
    alice = open_window(320, storage_state=signed_in("alice", PDC))
    page, status = alice.page, alice.page.locator("[data-status]")
    page.goto(server(PDC) + f"/extranet/gestion/formations/{session.pk}/presence/{half_day}/")

    def choose(row: int, label: str) -> None:
        page.locator(f"[data-row='{row}']").get_by_text(label, exact=True).click()

    choose(rows[0], "Présente")
    expect(status).to_contain_text("Enregistré à")
    alice.context.set_offline(True)
    choose(rows[1], "Présente")
    expect(status).to_have_text("1 pointage en attente de connexion")
    choose(rows[2], "Absente")
    choose(rows[2], "Absente excusée")
    choose(rows[3], "Absente")
    expect(status).to_have_text("3 pointages en attente de connexion")
    expect(page.locator("[data-there]")).to_have_text("2")
    assert in_tenant(marks) == {rows[0]: "presente"}
    assert violations(page) == []
    assert not is_too_wide(page)
    alice.context.set_offline(False)  # the browser says « online »
    expect(status).to_contain_text("Enregistré à")
    assert in_tenant(marks) == dict(zip(rows, ["presente", "presente", "excusee", "absente"], strict=True))

    alice.context.set_offline(True)
    choose(rows[3], "Présente")
    expect(status).to_have_text("1 pointage en attente de connexion")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    alice.context.clear_cookies()  # signed out meanwhile
    alice.context.set_offline(False)
    expect(status).to_contain_text("1 pointage gardé dans cet appareil")
    choose(rows[0], "Absente")
    expect(status).to_contain_text("2 pointages gardés dans cet appareil")
    other = alice.context
    other.add_cookies(signed_in("gael", PDC)["cookies"])
    page.reload()
    assert warned == ["beforeunload"]
    expect(page.locator(f"[data-row='{rows[3]}']").get_by_label("Absente", exact=True)).to_be_checked()
    assert in_tenant(marks)[rows[3]] == "absente"  # gael does not send what alice ticked
    other.clear_cookies()
    other.add_cookies(signed_in("alice", PDC)["cookies"])
    page.reload()
    expect(status).to_contain_text("Enregistré à")
    assert in_tenant(marks) == dict(zip(rows, ["absente", "presente", "excusee", "presente"], strict=True))
