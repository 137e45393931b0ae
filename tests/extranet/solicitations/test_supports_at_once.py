"""Two acts on a support at once on two connections, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection

from extranet.solicitations import charges, steps, supports
from extranet.solicitations.models import Charge, JournalEntry, LeaseStage, Message, Solicitation, State, Step, Support
from portal.database import context
from portal.notifications.models import Mail, Notice
from portal.organisations.models import Organisation
from portal.tenancy.models import Tenant
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_supports import Role, begin, days, organisation, who
from tests.portal.documents.making import member
from tests.two_at_once import refusal_of_the_second

WRITTEN_ONCE = ("solicitations_solicitation", "solicitations_journalentry")
Stage = LeaseStage.Stage


def put_back(reference: str) -> None:
    """Erase the rows as their owner: tests alone undo what was sent."""
    with connection.cursor() as cursor:
        for table in WRITTEN_ONCE:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        Support.objects.filter(solicitation__reference=reference).delete()
        JournalEntry.objects.filter(reference=reference).delete()
        Solicitation.objects.filter(reference=reference).delete()
        for table in WRITTEN_ONCE:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    Mail.objects.filter(subject__contains=reference).delete()
    Notice.objects.filter(title__contains=reference).delete()


@pytest.fixture
def studied(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            had = set(Organisation.objects.values_list("pk", flat=True))
            organisation()
            row = making.study(making.send(making.draft(member("diane"))))
            yield row
        with context.use(context.PLATFORM):
            put_back(row.reference)
            Organisation.objects.filter(tenant=tenant).exclude(pk__in=had).delete()
        connection.close()


@pytest.fixture
def support(studied):
    return begin(studied, has_sliding_lease=True)


def test_two_supports_at_once_are_one(studied):
    again = lambda: begin(Solicitation.objects.get(pk=studied.pk), referent="gael", deputy="")  # noqa: E731
    assert refusal_of_the_second(lambda: begin(studied), again, RefusedError) is not None
    assert who(Support.objects.get(solicitation=studied), Role.REFERENT) == "bob"
    assert Solicitation.objects.get(pk=studied.pk).state == State.SUPPORTED
    assert Message.objects.filter(solicitation=studied, kind=Message.Kind.SUPPORTED).count() == 1


def hand_over(support: Support, name: str):
    fresh = Support.objects.select_related("solicitation").get(pk=support.pk)
    return lambda: charges.hand_over(
        fresh, Role.REFERENT, member(name), on=days(0), reason="Relais", by=member("alice")
    )


def test_two_hand_overs_at_once_follow_each_other(support):
    refusal = refusal_of_the_second(hand_over(support, "diane"), hand_over(support, "gael"), RefusedError)
    assert refusal is None and who(support, Role.REFERENT) == "gael"
    assert Charge.objects.filter(support=support, role=Role.REFERENT).count() == 3


def test_the_same_hand_over_twice_is_made_once(support):
    refusal = refusal_of_the_second(hand_over(support, "diane"), hand_over(support, "diane"), RefusedError)
    assert "déjà ce rôle" in refusal.message and who(support, Role.REFERENT) == "diane"


def test_nothing_is_noted_in_a_support_that_ends_meanwhile(support):
    def note():
        steps.note_step(support, Step.Kind.VISIT, on=days(0), by=member("bob"))

    def end():
        supports.end(support, Support.Outcome.KEPT, on=days(0), by=member("alice"))

    assert "terminé" in refusal_of_the_second(end, note, RefusedError).message
    assert not Step.objects.filter(support=support).exists()


def test_a_step_sent_twice_at_once_is_noted_once(support):
    def note():
        steps.note_step(support, Step.Kind.VISIT, on=days(0), by=member("bob"))

    assert refusal_of_the_second(note, note, RefusedError) is None
    assert Step.objects.filter(support=support).count() == 1


def test_a_lease_does_not_slide_while_it_is_given_up(support):
    steps.note_stage(support, Stage.SUBLET, on=days(0), by=member("bob"))

    def note(stage: Stage):
        return lambda: steps.note_stage(support, stage, on=days(0), by=member("bob"))

    assert "pas les deux" in refusal_of_the_second(note(Stage.SLID), note(Stage.STOPPED), RefusedError).message
    assert set(support.lease_stages.values_list("stage", flat=True)) == {Stage.SUBLET, Stage.SLID}
