"""The trainings of a département: what a page costs does not grow with its sessions and its sign-ups."""

import pytest
from django.utils import timezone

from portal.tenancy.models import Role
from portal.tenancy.services import set_membership
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.directory.people import many_members, many_organisations, queries_of
from tests.factories import make_user
from tests.trainings.many import many_sessions, many_sign_ups
from trainings.models import Registration, Session

pytestmark = pytest.mark.django_db
STAFF = "/extranet/gestion/formations/"
LAST_YEAR = timezone.localdate().year - 1
sizes = pytest.mark.parametrize(
    ("sessions", "people"), [(20, 10), pytest.param(200, 25, marks=pytest.mark.full)], ids=["twenty", "real"]
)


def next_month() -> str:
    today = timezone.localdate()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02}"


def pages(training) -> list[tuple[str, str]]:
    """Return who asks for which list."""
    page, month = f"/formations/{training.slug}/", f"/agenda/mois/{next_month()}/"
    figures = f"{STAFF}bilan/{LAST_YEAR}/"
    return [
        *(("", each) for each in ("/formations/", "/formations/?places=oui", page, "/agenda/", month)),
        *(("bob", each) for each in ("/formations/", page, "/extranet/mes-formations/", month, "/extranet/", STAFF)),
        *(("alice", each) for each in (STAFF, f"{STAFF}?quand=passees", f"{STAFF}avis/{training.slug}/", "/extranet/")),
        *(("alice", each) for each in (figures, f"{figures}bilan.xlsx", f"{figures}bilan.pdf")),
        *(("alice", each) for each in ("/admin/formations/", f"/admin/formations/{training.pk}/")),
        ("elu", f"/extranet/chiffres-des-formations/{LAST_YEAR}/"),
    ]


@sizes
def test_the_lists_cost_the_same_whatever_they_hold(pdc, make_training, bob, sessions, people):
    trainings = [make_training() for _ in range(10)]
    organisations = many_organisations(pdc, 10)
    crowd = [bob, *many_members(pdc, people - 1, organisations)]
    set_membership(make_user("elu@demo.example"), pdc, [Role.ELECTED])
    clients = {name: GuardedClient(PDC_HOST).login_as(name) for name in ("bob", "alice", "elu")}
    clients[""] = GuardedClient(PDC_HOST)

    def hold(count: int) -> None:
        for is_over in (True, False):
            made = many_sessions(trainings, count // 2, is_over=is_over, trainer=bob)
            many_sign_ups(made, crowd, organisations)

    hold(2)
    before = {each: queries_of(clients[each[0]], each[1]) for each in pages(trainings[0])}
    hold(sessions - 2)
    assert (Session.objects.count(), Registration.objects.count()) == (sessions, sessions * people)
    assert {each: queries_of(clients[each[0]], each[1]) for each in pages(trainings[0])} == before
    assert max(count for (_, address), count in before.items() if address != "/extranet/") <= 16
    assert max(before.values()) <= 26


def test_the_screens_of_a_session_cost_the_same_for_four_hundred_people(pdc, make_training, bob):
    organisations = many_organisations(pdc, 10)
    sessions = [*many_sessions([make_training()], 1, is_over=True), *many_sessions([make_training()], 1, is_over=False)]
    alice = GuardedClient(PDC_HOST).login_as("alice")
    asked = [
        address
        for each in sessions
        for address in (
            *(f"{STAFF}{each.pk}/{page}" for page in ("", "?etat=inscrite&q=Nadia", "avis/", "emargement.pdf")),
            *(f"{STAFF}{each.pk}/inscriptions.{kind}" for kind in ("csv", "xlsx")),
            f"{STAFF}{each.pk}/presence/{each.half_days.first().pk}/",
            f"/admin/formations/sessions/{each.pk}/",
        )
    ]  # fmt: skip
    many_sign_ups(sessions, [bob, *many_members(pdc, 9, organisations)], organisations)
    before = {each: queries_of(alice, each) for each in asked}
    many_sign_ups(sessions, many_members(pdc, 390, organisations, start=9), organisations)
    assert {each: queries_of(alice, each) for each in asked} == before
    assert max(before.values()) <= 25
    assert alice.get(asked[0]).text.count('name="row"') <= 400
