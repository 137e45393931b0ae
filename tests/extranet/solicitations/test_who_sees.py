"""Who opens a solicitation, for each person and each state it may be in."""

import datetime

import pytest
from django.utils import timezone

from extranet.solicitations import retention, services
from extranet.solicitations.addresses import address
from extranet.solicitations.models import Charge, Guest, Solicitation, State, Support
from extranet.solicitations.models.lists import EndReason, RefusalReason
from portal.organisations.models import Organisation
from portal.tenancy.models import Role
from portal.tenancy.services import set_membership
from portal.territories.models import Absence
from tests.conftest import PDC_HOST
from tests.extranet.solicitations import making
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LOGIN, OPENS, NO, GONE = 302, 200, 403, 404

EVERYBODY = {
    # who: what they get of a draft, of what is sent, of what became a support, of what is erased
    "author": (OPENS, OPENS, OPENS, GONE),
    "coordinator": (GONE, OPENS, OPENS, OPENS),
    "deputy": (GONE, OPENS, OPENS, OPENS),
    "guest": (GONE, OPENS, OPENS, GONE),
    "former_guest": (GONE, GONE, GONE, GONE),
    "referent": (GONE, GONE, OPENS, GONE),
    "deputy_referent": (GONE, GONE, OPENS, GONE),
    "former_referent": (GONE, GONE, GONE, GONE),
    "colleague": (GONE, GONE, GONE, GONE),  # of the same organisation as who asked
    "member": (GONE, GONE, GONE, GONE),
    "administrator": (GONE, GONE, GONE, GONE),
    "elected": (GONE, GONE, GONE, GONE),
    "coordinator_elsewhere": (GONE, GONE, GONE, GONE),  # of another platform of the same authority
    "stranger": (NO, NO, NO, NO),  # the neighbour's coordinator: no member here
    "visitor": (LOGIN, LOGIN, LOGIN, LOGIN),
}
STATES = [*State, "effacée"]


def become(solicitation: Solicitation, state: str, alice) -> Solicitation:
    """Bring a draft to a state, by the verbs."""
    if state == State.DRAFT:
        return solicitation
    row = making.send(solicitation)
    if state == State.TO_COMPLETE:
        return services.ask_to_complete(row, "Depuis quel mois ?", by=alice)
    if state in {State.STUDIED, State.SUPPORTED, "effacée"}:
        row = services.study(row, by=alice)
    if state == State.SUPPORTED:
        row = services.moved(row, State.SUPPORTED)
        return services.answer(row, services.Act.SUPPORTED, services.Kind.SUPPORTED, "", by=alice)
    if state == State.REDIRECTED:
        return services.redirect(row, "Un service", "Le matin", by=alice)
    if state == State.REFUSED:
        return services.refuse(row, RefusalReason.KNOWN, by=alice)
    if state in {State.NO_FOLLOW_UP, "effacée"}:
        row = services.end(row, EndReason.SOLVED, by=alice)
    if state == "effacée":
        long_ago = timezone.now() - datetime.timedelta(days=800)
        Solicitation.objects.filter(pk=row.pk).update(last_exchange_at=long_ago, warned_at=long_ago)
        assert retention.run().erased == [row.reference]
    return row


@pytest.fixture
def people(pdc, draft, alice, bob, diane, gael, chloe):
    """Everybody, each by what they are to the solicitation of diane."""

    def newcomer(name: str, *roles: Role):
        return set_membership(make_user(f"{name}@essai.example", first_name=name, last_name="Essai"), pdc, roles)

    deputy = newcomer("Suppleante", Role.COORDINATION)
    today = timezone.localdate()
    Absence.objects.create(coordinator=alice.user, deputy=deputy.user, starts_on=today, ends_on=today)
    former = newcomer("Passee")
    Guest.objects.create(solicitation=draft, membership=bob)
    Guest.objects.create(solicitation=draft, membership=former, ended_at=timezone.now() + datetime.timedelta(seconds=1))
    return {
        "author": diane.user, "coordinator": alice.user, "deputy": deputy.user, "guest": bob.user,
        "former_guest": former.user, "referent": newcomer("Referente").user, "visitor": None,
        "deputy_referent": newcomer("Relais").user, "former_referent": newcomer("Ancien").user,
        "colleague": newcomer("Collegue").user, "member": newcomer("Membre").user, "administrator": gael.user,
        "elected": newcomer("Elue", Role.ELECTED).user,
        "coordinator_elsewhere": newcomer("Ailleurs", Role.COORDINATION).user,
        "stranger": make_user("voisine@essai.example"),
    }  # fmt: skip


def support(solicitation: Solicitation, people: dict) -> None:
    """Give it a support with its referent and deputy, and somebody who handed over yesterday."""
    today = timezone.localdate()
    made = Support.objects.create(
        solicitation=solicitation, kind=Support.Kind.ACCESS, starts_on=today - datetime.timedelta(days=30),
        organisation=Organisation.objects.order_by("pk").first(),
    )  # fmt: skip
    for who, role, since, until in (
        ("former_referent", Charge.Role.REFERENT, 30, today), ("referent", Charge.Role.REFERENT, 0, None),
        ("deputy_referent", Charge.Role.DEPUTY, 30, None),
    ):  # fmt: skip
        Charge.objects.create(
            support=made, role=role, membership=people[who].memberships.get(), ends_on=until,
            starts_on=today - datetime.timedelta(days=since),
        )  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_person_opens_what_the_policy_says(state, draft, people, alice, open_module, visit):
    row = become(draft, state, alice)
    if state == State.SUPPORTED:
        support(row, people)
    found = {}
    for who, user in people.items():
        client = visit(PDC_HOST)
        if user:
            client.login_account(user)
        found[who] = client.get(address("solicitation", row.reference)).status_code
    column = {State.DRAFT: 0, State.SUPPORTED: 2, "effacée": 3}.get(state, 1)
    assert found == {who: answers[column] for who, answers in EVERYBODY.items()}
