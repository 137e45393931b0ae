"""What a meeting decided is part of its minutes: told there, and for good once they are approved."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from extranet.committees import decisions
from extranet.committees import minutes as verbs
from extranet.committees.models import Decision
from portal.tenancy.services import RefusedError
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees.making_minutes import make_committee, make_meeting, make_minutes, open_module
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(pdc):
    open_module(pdc)
    return member("alice")


@pytest.fixture
def meeting(alice):
    return make_meeting(make_committee())


@pytest.fixture
def decision(alice, meeting):
    return decisions.take(Decision(meeting=meeting, title="Adopter la charte commune"), by=alice)


def test_minutes_tell_what_was_decided(alice, meeting, decision):
    make_minutes(meeting)
    page = GuardedClient(PDC_HOST).login_as("alice").get(reverse("minutes", args=[meeting.pk])).text
    assert decision.reference in page
    assert "Adopter la charte commune" in page
    paper = GuardedClient(PDC_HOST).login_as("alice").get(reverse("minutes_pdf", args=[meeting.pk]))
    assert paper.content.startswith(b"%PDF")


def test_once_minutes_are_approved_no_decision_is_added_nor_says_something_else(alice, meeting, decision):
    make_minutes(meeting, state="approuve")
    with pytest.raises(RefusedError, match="à la prochaine"):
        decisions.take(Decision(meeting=meeting, title="Une de plus"), by=alice)
    decision.title = "Autre chose"
    with pytest.raises(RefusedError, match="prenez une autre décision"):
        decisions.change(decision, [], by=alice)
    with pytest.raises(IntegrityError, match="approved minutes tell it"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(title="Autre chose")
    with pytest.raises(IntegrityError, match="approved minutes tell it"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(meeting=None)
    assert Decision.objects.get(pk=decision.pk).title == "Adopter la charte commune"


def test_who_does_it_and_where_it_stands_go_on(alice, meeting, decision):
    verbs.publish(make_minutes(meeting, state="approuve"), by=alice)
    decisions.move(decision, Decision.State.DOING, note="Le texte circule.", by=alice)
    assert Decision.objects.get(pk=decision.pk).state == Decision.State.DOING
