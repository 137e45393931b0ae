"""Two tabs at once on two connections, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection

from extranet.solicitations import asking, services
from extranet.solicitations.models import JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.lists import EndReason
from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Tenant
from portal.tenancy.services import RefusedError
from tests.extranet.solicitations import making
from tests.portal.documents.making import member
from tests.two_at_once import refusal_of_the_second

TABLES = (Solicitation, JournalEntry)


@pytest.fixture
def draft(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
        with context.use(tenant.context):
            made = making.draft(member("diane"))
            yield made
        with context.use(context.PLATFORM), connection.cursor() as cursor:
            for table in TABLES:  # as the owner: tests alone undo what happened
                cursor.execute(f"ALTER TABLE {table._meta.db_table} DISABLE TRIGGER USER")
            JournalEntry.objects.filter(reference=made.reference).delete()
            Mail.objects.filter(subject__contains=made.reference).delete()
            Solicitation.objects.filter(pk=made.pk).delete()
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table._meta.db_table} ENABLE TRIGGER USER")
        connection.close()


def fresh(draft: Solicitation) -> Solicitation:
    return Solicitation.objects.get(pk=draft.pk)


def send(draft: Solicitation):
    copy = fresh(draft)
    return lambda: asking.send(copy, by=member("diane"))


def test_two_tabs_that_send_send_once(draft):
    assert refusal_of_the_second(send(draft), send(draft), RefusedError) is None
    assert Message.objects.filter(solicitation=draft, kind=Message.Kind.SENT).count() == 1


@pytest.mark.parametrize("verb", [services.save_draft, services.drop_draft])
def test_a_draft_that_is_being_sent_is_neither_changed_nor_deleted(draft, verb):
    copy = fresh(draft)
    copy.household = "seule"
    assert refusal_of_the_second(send(draft), lambda: verb(copy), RefusedError) is not None
    assert (fresh(draft).state, fresh(draft).household) == (State.RECEIVED, draft.household)


def test_what_is_deleted_is_not_sent(draft):
    copy = fresh(draft)
    assert refusal_of_the_second(lambda: services.drop_draft(copy), send(draft), RefusedError) is not None
    assert not Solicitation.objects.filter(pk=draft.pk).exists()


def test_a_withdrawal_and_an_answer_at_once_leave_one_end(draft):
    send(draft)()
    one, other = fresh(draft), fresh(draft)
    refusal = refusal_of_the_second(
        lambda: services.end(one, EndReason.WITHDRAWN, by=member("diane")),
        lambda: services.refuse(other, "doublon", by=member("alice")), RefusedError,
    )  # fmt: skip
    assert refusal is not None and fresh(draft).state == State.NO_FOLLOW_UP
