"""Two decisions at once on two connections, for real: the rows are committed, and put back afterwards."""

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from extranet.committees import decisions
from extranet.committees.models import Committee, Decision, Numbering, Step
from portal.database import context
from portal.tenancy.models import Tenant
from portal.tenancy.services import RefusedError
from tests.extranet.committees.making_decisions import empty_committee, member
from tests.two_at_once import refusal_of_the_second

NAME = "Comité de deux à la fois"


@pytest.fixture
def committee(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with context.use(context.PLATFORM):
            tenant = Tenant.objects.get(slug="pas-de-calais")
            last_entry = ModelLogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        with context.use(tenant.context):
            made = empty_committee(NAME)
            yield made
        with context.use(context.PLATFORM), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE committees_step DISABLE TRIGGER USER")  # as the owner: tests alone undo history
            Step.objects.filter(decision__committee=made).delete()
            cursor.execute("ALTER TABLE committees_step ENABLE TRIGGER USER")
            Decision.objects.filter(committee=made).update(state="a_faire", replaced_by=None, settled_on=None)
            Decision.objects.filter(committee=made).delete()
            Numbering.objects.filter(tenant=tenant).delete()
            for row in (made, made.folder, made.folder.audience, made.circle):
                row.delete()
            ModelLogEntry.objects.filter(pk__gt=last_entry).delete()
        connection.close()


def take(committee: Committee, title: str) -> Decision:
    return decisions.take(Decision(committee=committee, title=title), by=member("alice"))


@pytest.mark.parametrize("is_first_of_the_year", [True, False])
def test_two_decisions_at_once_have_two_numbers(committee, is_first_of_the_year):
    if not is_first_of_the_year:
        take(committee, "La première")
    assert refusal_of_the_second(lambda: take(committee, "Une"), lambda: take(committee, "Autre"), RefusedError) is None
    numbers = sorted(Decision.objects.filter(committee=committee).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) == (2 if is_first_of_the_year else 3)


def test_two_decisions_do_not_replace_each_other(committee):
    one, other = take(committee, "Une"), take(committee, "Autre")

    def replace(first, second):
        return lambda: decisions.move(first, Decision.State.REPLACED, "", by=member("alice"), replaced_by=second)

    assert refusal_of_the_second(replace(one, other), replace(other, one), RefusedError) is not None
    states = Decision.objects.filter(committee=committee).order_by("number").values_list("state", flat=True)
    assert list(states) == ["remplacee", "a_faire"]
