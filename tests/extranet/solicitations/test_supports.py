"""A support from its beginning to its end: what the verbs do, refuse, write and tell."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from extranet.solicitations import leases, perms, steps, supports
from extranet.solicitations.models import Charge, JournalEntry, LeaseStage, Message, Solicitation, State, Step, Support
from portal.notifications.models import Mail
from portal.tenancy.models import Membership
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations.making_supports import Role, begin, days, hand_over, organisation, running, who

pytestmark = pytest.mark.django_db
Act, Kind, Outcome, Stage = JournalEntry.Act, Message.Kind, Support.Outcome, LeaseStage.Stage


@pytest.fixture
def support(open_module, diane, alice) -> Support:
    """Bob is the referent since thirty days, chloe deputises."""
    return running(diane, 30, has_sliding_lease=True)


def acts(support: Support) -> list[str]:
    entries = JournalEntry.objects.filter(reference=support.solicitation.reference).order_by("pk")
    return list(entries.values_list("act", flat=True))


def told(to: str, containing: str = "") -> list[str]:
    mails = Mail.objects.filter(to__contains=[f"{to}@demo.example"], subject__contains=containing).order_by("pk")
    return [mail.subject for mail in mails]


# The beginning -------------------------------------------------------------------------------------------------------


def test_a_support_answers_a_studied_solicitation(open_module, studied, alice):
    support = begin(studied, text="Premier rendez-vous cette semaine.", due_on=days(180))
    solicitation = Solicitation.objects.get(pk=studied.pk)
    assert solicitation.state == State.SUPPORTED and solicitation.answered_by == alice
    assert (who(support, Role.REFERENT), who(support, Role.DEPUTY)) == ("bob", "chloe")
    assert acts(support)[-1] == Act.SUPPORTED
    assert solicitation.messages.last().text == "Premier rendez-vous cette semaine."


def test_who_is_named_reads_and_keeps_it_from_the_first_day_on(open_module, studied, bob, chloe, gael):
    support = begin(studied, starts_on=days(3), deputy="")
    assert not perms.visible(bob).exists(), "not before the first day"
    Charge.objects.filter(support=support).delete()
    Support.objects.filter(pk=support.pk).update(starts_on=days(0))
    Charge.objects.create(support=support, role=Role.REFERENT, membership=bob)
    support.refresh_from_db()
    assert perms.visible(bob).get() == support.solicitation and perms.may_keep_support(bob, support.solicitation)
    for other in (chloe, gael):
        assert not perms.visible(other).exists() and not perms.may_keep_support(other, support.solicitation)


def test_a_solicitation_that_was_not_studied_has_no_support(open_module, received):
    with pytest.raises(RefusedError, match="ne peut pas devenir"):
        begin(received)
    assert not Support.objects.exists() and not Charge.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_on": -2}, "au plus tôt"),
        ({"starts_on": 61}, "60 jours"),
        ({"due_on": -1}, "après le début"),
        ({"due_on": 365 * 6}, "vérifiez l’année"),
    ],
)
def test_days_that_cannot_be_are_refused(open_module, studied, fields, words):
    with pytest.raises(RefusedError, match=words):
        begin(studied, **{name: days(number) for name, number in fields.items()})
    studied.refresh_from_db()
    assert studied.state == State.STUDIED and not Support.objects.exists()


def test_one_does_not_deputise_for_oneself(open_module, studied):
    with pytest.raises(RefusedError, match="deux personnes"):
        begin(studied, referent="bob", deputy="bob")


def test_an_elu_alone_is_not_named(open_module, studied, bob):
    Membership.objects.filter(pk=bob.pk).update(roles=["elu"])
    bob.refresh_from_db()
    with pytest.raises(RefusedError, match="élu"):
        begin(studied)


def test_a_closed_body_carries_no_support(open_module, studied):
    body = organisation()
    body.ended_on = days(-1)
    body.save()
    with pytest.raises(RefusedError, match="annuaire"):
        begin(studied)


def test_the_answer_is_screened(open_module, studied):
    with pytest.raises(ValidationError):
        begin(studied, text="Appelez le 06 12 34 56 78.")
    assert not Support.objects.exists()


# Handing over --------------------------------------------------------------------------------------------------------


def test_a_hand_over_leaves_its_history(support, diane):
    hand_over(support, Role.REFERENT, "diane")
    assert who(support, Role.REFERENT, -1) == "bob" and who(support, Role.REFERENT) == "diane"
    [before] = Charge.objects.filter(support=support, role=Role.REFERENT).exclude(ends_on=None)
    assert (before.ends_on, before.reason) == (days(0), "Changement de poste")
    assert acts(support)[-1] == Act.CHARGED
    text = support.solicitation.messages.last().text
    assert "Changement de poste" in text and "Diane" not in text and "Bob" not in text


def test_who_is_relieved_reads_it_no_more(support, bob, diane):
    hand_over(support, Role.REFERENT, "gael")
    assert not perms.visible(bob).exists()


def test_a_deputy_who_takes_over_deputises_no_more(support):
    hand_over(support, Role.REFERENT, "chloe")
    assert (who(support, Role.REFERENT), who(support, Role.DEPUTY)) == ("chloe", None)


def test_a_relief_is_planned_and_undone(support):
    hand_over(support, Role.REFERENT, "diane", on=10)
    assert [who(support, Role.REFERENT, day) for day in (0, 9, 10, 11)] == ["bob", "bob", "diane", "diane"]
    hand_over(support, Role.REFERENT, "bob", on=10)
    assert [who(support, Role.REFERENT, day) for day in (0, 10, 400)] == ["bob"] * 3
    assert Charge.objects.filter(support=support, role=Role.REFERENT).count() == 1, "no trace of what never was"


def test_a_plan_is_brought_forward(support):
    hand_over(support, Role.REFERENT, "diane", on=10)
    hand_over(support, Role.REFERENT, "gael", on=2)
    assert [who(support, Role.REFERENT, day) for day in (1, 2, 10, 400)] == ["bob", "gael", "gael", "gael"]


@pytest.mark.parametrize(
    ("role", "to", "on", "reason", "words"),
    [
        (Role.REFERENT, "bob", 0, "x", "déjà ce rôle"),
        (Role.REFERENT, "diane", 0, " ", "Dites pourquoi"),
        (Role.DEPUTY, "bob", 0, "x", "référente"),
        (Role.REFERENT, "diane", -31, "x", "avant le début"),
        (Role.REFERENT, "diane", 367, "x", "un an"),
    ],
)
def test_what_makes_no_sense_is_refused(support, role, to, on, reason, words):
    before = list(Charge.objects.order_by("pk").values())
    with pytest.raises(RefusedError, match=words):
        hand_over(support, role, to, on, reason)
    assert list(Charge.objects.order_by("pk").values()) == before


def test_the_past_is_not_written_again(support):
    hand_over(support, Role.REFERENT, "diane", on=-5)
    with pytest.raises(RefusedError, match="dernier relais"):
        hand_over(support, Role.REFERENT, "gael", on=-8)


def test_a_deputy_is_not_owed(support):
    hand_over(support, Role.DEPUTY, None)
    assert who(support, Role.DEPUTY) is None
    with pytest.raises(RefusedError, match="Personne"):
        hand_over(support, Role.DEPUTY, None)


def test_a_reason_is_screened(support):
    with pytest.raises(ValidationError):
        hand_over(support, Role.REFERENT, "diane", reason="Voir bob@demo.example")
    assert who(support, Role.REFERENT) == "bob"


# Who leaves the portal -----------------------------------------------------------------------------------------------


def test_who_leaves_the_portal_is_relieved_and_the_coordinator_told(support, bob, gael):
    from portal.tenancy.services import end_membership

    end_membership(bob, by=gael.user)
    assert who(support, Role.REFERENT) is None and who(support, Role.REFERENT, -1) == "bob"
    assert who(support, Role.DEPUTY) == "chloe"
    [subject] = told("alice", "a quitté le portail")
    assert support.solicitation.reference in subject and "Bob" not in subject
    assert JournalEntry.objects.filter(act=Act.CHARGED, by_key=None).exists()
    hand_over(support, Role.REFERENT, "diane", reason="")
    assert who(support, Role.REFERENT) == "diane", "nobody is relieved: no reason is owed"


def test_the_administrators_are_told_where_nobody_coordinates(support, bob, alice, gael):
    from portal.territories.models import Coordination

    Coordination.objects.filter(user=alice.user).delete()
    from portal.tenancy.services import end_membership

    end_membership(bob, by=gael.user)
    assert told("gael", "a quitté le portail")


# Steps and stages ----------------------------------------------------------------------------------------------------


def test_a_step_sent_twice_is_noted_once_and_taken_back(support, bob):
    first = steps.note_step(support, Step.Kind.VISIT, on=days(0), text="Au domicile.", by=bob)
    assert steps.note_step(support, Step.Kind.VISIT, on=days(0), text=" Au domicile. ", by=bob) == first
    assert acts(support).count(Act.STEPPED) == 1
    steps.drop_step(first, by=bob)
    steps.drop_step(first, by=bob)
    assert not Step.objects.exists() and acts(support).count(Act.STEPPED) == 2


@pytest.mark.parametrize(("on", "words"), [(1, "jour passé"), (-31, "a commencé le")])
def test_a_step_is_of_the_days_of_the_support(support, bob, on, words):
    with pytest.raises(RefusedError, match=words):
        steps.note_step(support, Step.Kind.VISIT, on=days(on), by=bob)


def test_a_step_names_nobody(support, bob):
    with pytest.raises(ValidationError):
        steps.note_step(support, Step.Kind.VISIT, on=days(0), text="06.12.34.56.78", by=bob)


def test_a_lease_slides_in_order(support, bob):
    for stage, on in ((Stage.FOUND, -20), (Stage.SUBLET, -10), (Stage.AGREED, -15), (Stage.ASKED, -2)):
        steps.note_stage(support, stage, on=days(on), by=bob)
    with pytest.raises(RefusedError, match="vient après"):
        steps.note_stage(support, Stage.REVIEWED, on=days(-12), by=bob)
    steps.note_stage(support, Stage.SLID, on=days(0), by=bob)
    with pytest.raises(RefusedError, match="pas les deux"):
        steps.note_stage(support, Stage.STOPPED, on=days(0), by=bob)
    with pytest.raises(RefusedError, match="sous-location"):
        steps.drop_stage(support, Stage.SUBLET, by=bob)
    steps.note_stage(support, Stage.FOUND, on=days(-21), by=bob)
    assert dict(support.lease_stages.values_list("stage", "reached_on"))[Stage.FOUND] == days(-21)


def test_nothing_slides_without_a_sublease():
    assert "sous-location" in leases.fault_of({Stage.FOUND: days(-3), Stage.SLID: days(0)})
    assert leases.ahead({}) == [Stage.FOUND, Stage.AGREED, Stage.SUBLET, Stage.STOPPED]
    assert leases.ahead({Stage.SUBLET: days(0)}) == [Stage.REVIEWED, Stage.ASKED, Stage.SLID, Stage.STOPPED]
    assert leases.ahead({Stage.STOPPED: days(0)}) == []


def test_a_support_without_a_sliding_lease_has_no_stages(open_module, diane, bob):
    support = running(diane)
    with pytest.raises(RefusedError, match="pas de bail glissant"):
        steps.note_stage(support, Stage.FOUND, on=days(0), by=bob)


def test_what_is_due_and_the_lease_change_while_it_runs(support, bob):
    supports.change(support, due_on=days(90), has_sliding_lease=True, by=bob)
    assert Support.objects.get(pk=support.pk).due_on == days(90)
    count = support.solicitation.messages.count()
    supports.change(support, due_on=days(90), has_sliding_lease=True, by=bob)
    assert support.solicitation.messages.count() == count
    steps.note_stage(support, Stage.FOUND, on=days(0), by=bob)
    with pytest.raises(RefusedError, match="retirez-les"):
        supports.change(support, due_on=None, has_sliding_lease=False, by=bob)


# The end -------------------------------------------------------------------------------------------------------------


def test_an_end_has_its_outcome_and_closes_what_it_gave_to_read(support, bob, alice, diane):
    supports.end(support, Outcome.HOUSED, on=days(-1), text="Emménagement fait.", by=bob)
    support.refresh_from_db()
    assert (support.ended_on, support.outcome) == (days(-1), Outcome.HOUSED)
    assert who(support, Role.REFERENT) is None and who(support, Role.REFERENT, -1) == "bob"
    assert not perms.visible(bob).exists() and perms.visible(diane).exists() and perms.visible(alice).exists()
    assert acts(support)[-1] == Act.FINISHED
    assert told("diane", "est terminé") and told("alice", "est terminé") and not told("bob", "est terminé")


def test_who_says_the_end_today_reads_it_until_tomorrow(support, bob):
    supports.end(support, Outcome.KEPT, on=days(0), by=bob)
    assert perms.visible(bob).exists() and who(support, Role.REFERENT, 1) is None


def test_an_end_is_final(support, bob):
    supports.end(support, Outcome.KEPT, on=days(0), by=bob)
    for act in (
        lambda: supports.end(support, Outcome.OTHER, on=days(0), by=bob),
        lambda: supports.change(support, due_on=days(9), has_sliding_lease=True, by=bob),
        lambda: steps.note_step(support, Step.Kind.VISIT, on=days(0), by=bob),
        lambda: steps.note_stage(support, Stage.FOUND, on=days(0), by=bob),
        lambda: hand_over(support, Role.REFERENT, "diane"),
    ):
        with pytest.raises(RefusedError, match="est terminé"):
            act()


def test_a_lease_that_slid_is_noted_by_the_end(support, bob):
    with pytest.raises(RefusedError, match="sous-location"):
        supports.end(support, Outcome.LEASE_SLID, on=days(0), by=bob)
    steps.note_stage(support, Stage.SUBLET, on=days(-9), by=bob)
    supports.end(support, Outcome.LEASE_SLID, on=days(0), by=bob)
    assert support.lease_stages.get(stage=Stage.SLID).reached_on == days(0)


def test_a_plan_ends_with_the_support(support, bob):
    hand_over(support, Role.REFERENT, "diane", on=10)
    supports.end(support, Outcome.MOVED, on=days(0), by=bob)
    assert who(support, Role.REFERENT, 11) is None and not Charge.objects.filter(starts_on__gt=days(0)).exists()


@pytest.mark.parametrize(("on", "words"), [(1, "quand elle est venue"), (-31, "avant le début"), (-10, "étape")])
def test_an_end_comes_after_what_was_done(support, bob, on, words):
    steps.note_step(support, Step.Kind.VISIT, on=days(-5), by=bob)
    with pytest.raises(RefusedError, match=words):
        supports.end(support, Outcome.OTHER, on=days(on), by=bob)


def test_an_end_comes_after_the_last_relief(support, bob):
    hand_over(support, Role.REFERENT, "diane", on=-2)
    with pytest.raises(RefusedError, match="relais"):
        supports.end(support, Outcome.OTHER, on=days(-4), by=bob)


# What no code may do -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE solicitations_charge SET ends_on = NULL WHERE support_id = %s",
        "UPDATE solicitations_charge SET starts_on = starts_on - 400 WHERE support_id = %s",
        "UPDATE solicitations_support SET has_sliding_lease = false WHERE id = %s",
        "UPDATE solicitations_leasestage SET reached_on = reached_on - 400 WHERE support_id = %s",
        "UPDATE solicitations_support SET outcome = '' WHERE id = %s",
    ],
)
def test_the_database_refuses_it_too(support, bob, change):
    steps.note_stage(support, Stage.SUBLET, on=days(-9), by=bob)
    supports.end(support, Outcome.KEPT, on=days(0), by=bob)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [support.pk])


def test_the_database_lets_nobody_be_both(support, bob):
    with pytest.raises(IntegrityError, match="nobody_is_referent_and_deputy_at_once"), transaction.atomic():
        Charge.objects.filter(support=support, role=Role.DEPUTY).update(membership=bob)


def test_mails_hold_the_reference_and_nothing_of_the_case(support, bob):
    steps.note_step(support, Step.Kind.VISIT, on=days(0), text="Logement trouvé au centre.", by=bob)
    supports.end(support, Outcome.HOUSED, on=days(0), text="Emménagement réussi.", by=bob)
    reference = support.solicitation.reference
    for mail in Mail.objects.filter(subject__contains=reference):
        said = f"{mail.subject} {mail.text} {mail.html}"
        assert all(word not in said for word in ("Lens", "centre", "réussi", "parent", "Association d’essai")), said


def test_every_act_starts_the_clock_of_what_is_kept_again(support, bob):
    from django.utils import timezone

    Solicitation.objects.filter(pk=support.solicitation_id).update(
        last_exchange_at=support.created_at.replace(year=2020)
    )
    steps.note_step(support, Step.Kind.VISIT, on=days(0), by=bob)
    assert Solicitation.objects.get(pk=support.solicitation_id).last_exchange_at.date() == timezone.now().date()
