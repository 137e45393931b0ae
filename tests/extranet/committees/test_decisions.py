"""Decisions: numbered without holes, followed by those who are responsible, with a history that nobody rewrites."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from extranet.committees import decided, decisions, decisions_reminders
from extranet.committees.decisions_attention import decisions_to_do
from extranet.committees.decisions_personal_data import decisions as told_of
from extranet.committees.decisions_reminders import moment_of
from extranet.committees.meetings import StaleError
from extranet.committees.models import Committee, Decision, Item, Mandate, Meeting, Member, Step
from portal.database import context
from portal.notifications.models import Notice
from portal.tenancy.models import Tenant
from portal.tenancy.services import RefusedError
from tests.extranet.committees.making_decisions import a_world, days, landlord, meeting, member, plain, take

pytestmark = pytest.mark.django_db
State = Decision.State


@pytest.fixture
def world(pdc):
    return a_world(pdc)


@pytest.fixture
def alice(pdc):
    return member("alice")


@pytest.fixture
def bob(pdc):
    return member("bob")


# Taking --------------------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_in_a_row_each_year(world):
    this_year = timezone.localdate().year
    found = [take(world), take(world), take(world, ago=365), take(world)]
    assert [each.reference for each in found] == [
        f"D-{this_year}-001", f"D-{this_year}-002", f"D-{this_year - 1}-001", f"D-{this_year}-003",
    ]  # fmt: skip


def test_one_that_is_refused_takes_no_number(world):
    take(world)
    with pytest.raises(RefusedError):
        take(world, "Trop tard", due_on=days(-1))
    assert take(world).number == 2


def test_two_committees_of_a_tenant_share_the_numbers(world, pdc):
    take(world)
    assert take(a_world(pdc, "Groupe de travail")).number == 2


def test_a_decision_of_a_meeting_is_of_its_day(world, alice):
    held = meeting(world.committee, -30)
    taken = decisions.take(Decision(meeting=held, title="Ouvrir un guichet"), [world.a], by=alice)
    assert (taken.decided_on, taken.committee, taken.created_by) == (days(-30), world.committee, alice)
    assert [(step.kind, step.after, step.by) for step in taken.steps.all()] == [("prise", "a_faire", alice)]


def test_nothing_is_decided_before_a_meeting_begins(world, alice):
    coming = meeting(world.committee, 3, Meeting.State.CONVOKED)
    with pytest.raises(RefusedError, match="a commencé"):
        decisions.take(Decision(meeting=coming, title="Trop tôt"), by=alice)


def test_an_item_of_another_meeting_is_refused(world, alice):
    item = Item.objects.create(meeting=meeting(world.committee, -60), title="Ailleurs")
    with pytest.raises(RefusedError, match="autre réunion"):
        decisions.take(Decision(meeting=meeting(world.committee, -1), item=item, title="Non"), by=alice)


def test_who_does_not_sit_is_not_made_responsible(world):
    with pytest.raises(RefusedError, match="ne siège pas"):
        take(world, "Non", landlord("Bailleur d’ailleurs"))
    with pytest.raises(RefusedError, match="ne siège pas"):
        take(world, "Non", person=member("chloe"))


# Changing ------------------------------------------------------------------------------------------------------------


def test_the_history_keeps_what_a_decision_said_before(world, alice, bob):
    taken = take(world, "Ouvrir un guichet", world.a, due_on=days(10))
    taken.title, taken.due_on, taken.person = "Ouvrir deux guichets", None, bob
    decisions.change(taken, [world.b], by=alice)
    note = plain(taken.steps.get(kind=Step.Kind.CHANGED).note)
    assert "Avant, décision : Ouvrir un guichet" in note
    assert "Avant, échéance : " in note
    assert "Avant, organisations responsables : Bailleur A" in note
    assert "Avant, personne responsable : rien" in note
    taken.refresh_from_db()
    assert (taken.title, taken.person, list(taken.organisations.all())) == ("Ouvrir deux guichets", bob, [world.b])


def test_a_change_that_changes_nothing_leaves_no_trace(world, alice):
    taken = take(world, "Ouvrir un guichet", world.a)
    decisions.change(taken, [world.a], by=alice)
    assert taken.steps.count() == 1


def test_a_stale_change_overwrites_nothing(world, alice):
    taken = take(world)
    as_read, taken.title = taken.changed_at, "Le premier"
    decisions.change(taken, [], by=alice, as_read=as_read)
    late = Decision.objects.get(pk=taken.pk)
    late.title = "Le second"
    with pytest.raises(StaleError):
        decisions.change(late, [], by=alice, as_read=as_read)
    assert Decision.objects.get(pk=taken.pk).title == "Le premier"


def test_an_organisation_that_no_longer_sits_stays_responsible_but_is_not_named_anew(world, alice):
    taken = take(world, "Ouvrir un guichet", world.a)
    Member.objects.filter(organisation=world.a).update(ended_on=days(-1))
    taken.title = "Ouvrir deux guichets"
    decisions.change(taken, [world.a], by=alice)
    assert list(taken.organisations.all()) == [world.a]
    with pytest.raises(RefusedError, match="ne siège pas"):
        take(world, "Un autre", world.a)


# Following up --------------------------------------------------------------------------------------------------------


def test_a_landlord_says_that_theirs_is_done(world, bob):
    taken = take(world, "Ouvrir un guichet", world.a)
    assert decided.may_follow(bob, taken)
    decisions.move(taken, State.DOING, "Le local est trouvé.", by=bob, keeps=False)
    done = decisions.move(taken, State.DONE, "Ouvert ce matin.", by=bob, keeps=False)
    assert (done.state, done.settled_on) == (State.DONE, timezone.localdate())
    assert [(plain(str(step)), step.note) for step in done.steps.all()][1:] == [
        ("De « à faire » à « en cours »", "Le local est trouvé."),
        ("De « en cours » à « fait »", "Ouvert ce matin."),
    ]  # fmt: skip


def test_who_follows_a_decision(world, alice, bob):
    other, none = take(world, "Autre", world.b), take(world)
    own = take(world, "Sienne", world.b, person=bob)
    assert [decided.may_follow(bob, each) for each in (other, none, own)] == [False, False, True]
    assert all(decided.may_follow(alice, each) for each in (other, none, own))
    assert not decided.may_follow(None, own)
    Mandate.objects.filter(membership=bob).update(ended_on=days(-1))
    assert not decided.may_follow(bob, own)


@pytest.mark.parametrize("state", [State.ABANDONED, State.REPLACED])
def test_a_landlord_neither_abandons_nor_replaces(world, bob, state):
    taken, other = take(world, "Ouvrir un guichet", world.a), take(world)
    with pytest.raises(RefusedError, match="secrétariat"):
        decisions.move(taken, state, "Non", by=bob, keeps=False, replaced_by=other if state == State.REPLACED else None)


def test_a_landlord_says_what_was_done(world, bob):
    with pytest.raises(RefusedError, match="note"):
        decisions.move(take(world, "Ouvrir", world.a), State.DONE, "  ", by=bob, keeps=False)


def test_one_is_abandoned_for_a_reason(world, alice):
    taken = take(world)
    with pytest.raises(RefusedError):
        decisions.move(taken, State.ABANDONED, "", by=alice)
    assert decisions.move(taken, State.ABANDONED, "Sans objet.", by=alice).reason == "Sans objet."
    with pytest.raises(RefusedError, match="réglée"):
        decisions.move(taken, State.DONE, "", by=alice)


def test_one_is_replaced_by_another_of_its_committee(world, pdc, alice):
    first, second, elsewhere = take(world), take(world), take(a_world(pdc, "Groupe de travail"))
    for other in (None, first, elsewhere):
        with pytest.raises(RefusedError):
            decisions.move(first, State.REPLACED, "", by=alice, replaced_by=other)
    decisions.move(first, State.REPLACED, "", by=alice, replaced_by=second)
    with pytest.raises(RefusedError, match="elle-même"):
        decisions.move(second, State.REPLACED, "", by=alice, replaced_by=first)


def test_a_settled_one_is_taken_up_again(world, alice):
    first, second = take(world), take(world)
    decisions.move(first, State.REPLACED, "", by=alice, replaced_by=second)
    again = decisions.reopen(first, "Finalement utile.", by=alice)
    assert (again.state, again.replaced_by, again.settled_on) == (State.TODO, None, None)
    with pytest.raises(RefusedError):
        decisions.reopen(first, "Encore", by=alice)


def test_the_database_refuses_to_rewrite_the_history(world, alice):
    taken = take(world)
    decisions.move(taken, State.DOING, "En route.", by=alice)
    for statement in ("UPDATE committees_step SET note = 'autre'", "DELETE FROM committees_step"):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Step.objects.filter(decision=taken).count() == 2


def test_the_history_outlives_who_wrote_it(world, pdc):
    someone = member("chloe")
    taken = take(world)
    decisions.move(taken, State.DOING, "En route.", by=someone)
    with context.use(context.PLATFORM):
        someone.delete()
    step = taken.steps.get(kind=Step.Kind.FOLLOWED)
    assert (step.by, step.note) == (None, "En route.")


def test_the_history_goes_with_its_tenant_alone(world, pdc):
    take(world)
    with context.use(context.PLATFORM):
        Tenant.objects.filter(pk=pdc.pk).update(deletion_due_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM committees_step")
        assert cursor.rowcount == 1


# On the next agenda --------------------------------------------------------------------------------------------------


def test_open_decisions_come_back_on_the_next_agenda(world, pdc, alice):
    held, coming = meeting(world.committee, -30), meeting(world.committee, 7, Meeting.State.CONVOKED)
    waits = decisions.take(Decision(meeting=held, title="À faire"), by=alice)
    done = decisions.take(Decision(meeting=held, title="Faite"), by=alice)
    take(a_world(pdc, "Groupe de travail"), ago=30)
    decisions.move(done, State.DONE, "", by=alice)
    assert list(decided.follow_ups(coming)) == [waits]
    assert list(decided.follow_ups(held)) == []


def test_a_past_agenda_keeps_what_was_open_on_its_day(world, alice):
    taken, past = take(world, ago=60), meeting(world.committee, -30)
    decisions.move(taken, State.DONE, "", by=alice)
    assert list(decided.follow_ups(past)) == [taken]


# Reminders, attention, personal data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "said_on"),
    [(-8, None), (-7, -7), (-1, -7), (0, -7), (1, 1), (14, 1), (15, 15), (28, 15), (29, 29), (43, 43)],
)
def test_when_a_due_date_is_spoken_of(today, said_on):
    due_on = datetime.date(2026, 6, 30)
    said = None if said_on is None else due_on + datetime.timedelta(days=said_on)
    assert moment_of(due_on, due_on + datetime.timedelta(days=today)) == said


def notices() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(subject="committees.decisions").select_related("membership__user").order_by("pk")
    return [(each.membership.user.first_name, plain(each.title)) for each in rows]


def test_each_reminder_is_sent_once_to_who_is_responsible(world):
    taken = take(world, "Un secret", world.a, due_on=days(30))
    said = []
    for n in range(70):
        decisions_reminders.send(today=days(n))
        if decisions_reminders.send(today=days(n)):
            pytest.fail("said twice")
        said += [n] * (len(notices()) - len(said))
    assert said == [23, 31, 45, 59]
    assert {name for name, _ in notices()} == {"Bob"}
    assert taken.reference in notices()[0][1] and "en retard" in notices()[1][1]
    assert not [title for _, title in notices() if "secret" in title]


def test_a_job_that_did_not_run_for_a_month_says_it_once(world):
    take(world, "Ouvrir", world.a, due_on=days(2))
    assert decisions_reminders.send(today=days(40)) == 1
    assert len(notices()) == 1


def test_a_new_due_date_begins_again(world, alice):
    taken = take(world, "Ouvrir", world.a, due_on=days(7))
    assert decisions_reminders.send(today=days(0)) == 0  # they were just told
    taken.due_on = days(20)
    decisions.change(taken, [world.a], by=alice)
    assert [n for n in range(25) if decisions_reminders.send(today=days(n))] == [13, 21]


def test_nobody_is_reminded_of_what_is_settled_nor_where_committees_are_off(world, pdc, alice):
    settled, off = take(world, "Faite", world.a, due_on=days(1)), take(world, "Ouverte", world.a, due_on=days(1))
    decisions.move(settled, State.DONE, "", by=alice)
    Tenant.objects.filter(pk=pdc.pk).update(modules=[])
    assert decisions_reminders.send(today=days(2)) == 0
    assert off.is_open


def test_without_anybody_responsible_the_secretary_is_told(world, alice):
    Committee.objects.filter(pk=world.committee.pk).update(secretary=alice)
    take(world, due_on=days(1))
    decisions_reminders.send(today=days(2))
    assert [name for name, _ in notices()] == ["Alice"]


def test_what_waits_for_a_member(world, bob, django_assert_num_queries):
    take(world, "De l’autre", world.b)
    first, second = take(world, "Sans échéance", world.a), take(world, "La sienne", person=bob, due_on=days(3))
    with django_assert_num_queries(1):
        items = decisions_to_do(bob)
    assert [each.url for each in items] == [f"/extranet/comites/decisions/{pk}/" for pk in (second.pk, first.pk)]
    assert second.reference in items[0].title and "La sienne" not in items[0].title + items[0].detail


def test_a_person_reads_what_is_kept_of_them(world, bob):
    taken = take(world, "Ouvrir un guichet", person=bob)
    decisions.move(taken, State.DONE, "Ouvert.", by=bob, keeps=False)
    rows = told_of(bob.user).rows
    assert [row.get("Votre part") for row in rows] == ["personne responsable", None]
    assert rows[1]["Votre note"] == "Ouvert."
    assert told_of(member("chloe").user).rows == []


def test_each_deed_has_a_name_in_the_history(world, alice):
    from wagtail.log_actions import registry

    taken = take(world)
    decisions.move(taken, State.DONE, "", by=alice)
    decisions.reopen(taken, "Encore", by=alice)
    taken = Decision.objects.get(pk=taken.pk)
    taken.title = "Autre"
    decisions.change(taken, [], by=alice)
    entries = ModelLogEntry.objects.filter(action__startswith="committees.decision_").order_by("pk")
    assert [registry.get_formatter(entry).label for entry in entries] == [
        "Décision prise", "Suivi d’une décision", "Décision reprise", "Décision modifiée",
    ]  # fmt: skip
