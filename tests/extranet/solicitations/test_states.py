"""From the draft to the answer: what may follow what, in the code and in the database."""

import datetime
import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from extranet.solicitations import services
from extranet.solicitations.models import JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.lists import EndReason, RefusalReason
from extranet.solicitations.states import NEXT, may_become
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations import making

pytestmark = pytest.mark.django_db

VERBS = {
    "envoyer": (State.RECEIVED, lambda row, by: services.send(row, by=by)),
    "demander": (State.TO_COMPLETE, lambda row, by: services.ask_to_complete(row, "Quelle commune ?", by=by)),
    "completer": (State.RECEIVED, lambda row, by: services.complete(row, "Voici.", by=by)),
    "etudier": (State.STUDIED, lambda row, by: services.study(row, by=by)),
    "reorienter": (State.REDIRECTED, lambda row, by: services.redirect(row, "Service", "Accueil du matin", by=by)),
    "refuser": (State.REFUSED, lambda row, by: services.refuse(row, RefusalReason.KNOWN, by=by)),
    "clore": (State.NO_FOLLOW_UP, lambda row, by: services.end(row, EndReason.SOLVED, by=by)),
}


def test_the_database_holds_the_table_of_the_code(db):
    pairs = list(itertools.permutations(State.values, 2))
    with connection.cursor() as cursor:
        for was, becomes in pairs:
            cursor.execute("SELECT solicitations_may_become(%s, %s)", [was, becomes])
            assert cursor.fetchone()[0] is may_become(State(was), State(becomes)), (was, becomes)


def test_each_state_is_reached_and_each_end_is_an_answer():
    reached, found = set(), {State.DRAFT}
    while found:
        reached |= found
        found = set().union(*(NEXT[state] for state in found)) - reached
    assert reached == set(State)
    assert {state for state in State if not NEXT[state]} == {
        State.SUPPORTED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP,
    }  # fmt: skip


@given(names=st.lists(st.sampled_from(sorted(VERBS)), max_size=8))
def test_whatever_is_asked_only_what_may_follow_happens(names, pdc, diane, alice):
    """Any series of verbs: each does what the table says, or refuses and changes nothing."""
    with transaction.atomic():
        row = making.draft(diane)
        for name in names:
            before = Solicitation.objects.get(pk=row.pk)
            to, verb = VERBS[name]
            may = may_become(before.state, to) and not (name == "completer" and before.is_draft)
            may = may and not (name == "envoyer" and not before.is_draft)
            is_sent_again = name == "envoyer" and before.state == State.RECEIVED
            try:
                verb(Solicitation.objects.get(pk=row.pk), diane if name in {"envoyer", "completer"} else alice)
            except RefusedError:
                assert not may, (before.state, name)
                assert Solicitation.objects.values().get(pk=row.pk) == {
                    name: value for name, value in vars(before).items() if not name.startswith("_")
                }
            else:
                assert may or is_sent_again, (before.state, name)
                after = Solicitation.objects.get(pk=row.pk)
                assert after.state == to
                assert bool(after.answered_at) == (not NEXT[after.state])
                assert bool(after.waiting_since) == after.is_waiting
        transaction.set_rollback(True)


def test_sending_twice_sends_once(draft, diane):
    services.send(draft, by=diane)
    services.send(Solicitation.objects.get(pk=draft.pk), by=diane)
    assert Message.objects.filter(solicitation=draft, kind=Message.Kind.SENT).count() == 1


def test_a_study_keeps_the_day_since_which_an_answer_is_owed(received, alice):
    since = received.waiting_since
    assert services.study(received, by=alice).waiting_since == since


@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
def test_the_journal_is_written_once_even_by_raw_sql(received, act):
    entry = JournalEntry.objects.get(reference=received.reference)
    before = JournalEntry.objects.values().get(pk=entry.pk)
    change = {
        "UPDATE": "UPDATE solicitations_journalentry SET by_name = 'personne' WHERE id = %s",
        "DELETE": "DELETE FROM solicitations_journalentry WHERE id = %s",
    }[act]
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [entry.pk])
    assert JournalEntry.objects.values().get(pk=entry.pk) == before


def test_a_line_of_the_journal_goes_after_a_year_and_not_before(received):
    def erase(days: int) -> int:
        entry = JournalEntry.objects.create(
            reference=received.reference, platform_name="Lens-Hénin", act=JournalEntry.Act.READ,
            at=timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip
        return JournalEntry.objects.filter(pk=entry.pk).delete()[0]

    assert erase(366) == 1
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        erase(364)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE solicitations_solicitation SET state = 'accompagnement', answered_at = now(), waiting_since = NULL",
        "UPDATE solicitations_solicitation SET reference = 'S-0000-0000'",
        "UPDATE solicitations_solicitation SET eviction_stage = 'assignation'",
        "UPDATE solicitations_solicitation SET ages = '{}'",
        "UPDATE solicitations_solicitation SET household = 'famille Durand'",
        "UPDATE solicitations_solicitation SET waiting_since = NULL",
        "DELETE FROM solicitations_solicitation",
    ],
)
def test_the_database_refuses_what_the_code_would_not_do(received, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} WHERE id = %s", [received.pk])
