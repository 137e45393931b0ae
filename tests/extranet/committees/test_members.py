"""Who sits: organisations, mandates, and the circle that follows them."""

import pytest
from django.db import IntegrityError, connection, transaction

from extranet.committees import members
from extranet.committees.models import Committee, Mandate, Member
from portal.documents.models import Folder
from portal.jobs.registry import JOBS
from portal.organisations.models import Circle
from portal.tenancy.services import RefusedError, end_membership
from tests.extranet.committees import making
from tests.extranet.committees.making import days, today
from tests.portal.documents.making import member

pytestmark = pytest.mark.django_db


def circle_of(committee) -> set:
    return set(committee.circle.members.all())


def test_a_new_committee_has_a_circle_and_a_folder_that_its_people_read(committee, alice, bob, diane, chloe):
    assert circle_of(committee) == {alice, bob, diane}
    assert not committee.circle.takes_requests
    readers = set(committee.folder.audience.members())
    assert bob in readers
    assert chloe not in readers


def test_what_exists_under_its_name_becomes_its_own_once(pdc, alice, bob):
    circle = Circle.objects.create(name="Comité des loyers", slug="loyers")
    circle.members.add(bob)
    made = making.found("comité des loyers", secretary=alice)
    assert made.circle == circle
    assert circle_of(made) == {alice}
    folders = Folder.objects.filter(name="comité des loyers").count()
    assert folders == 1
    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        making.found("Comité des loyers", secretary=alice)


def test_an_organisation_sits_once_and_again_after_it_left(committee, gael):
    with pytest.raises(RefusedError, match="siège déjà"):
        making.seat(committee, "Bailleur A")
    seat = committee.members.get(organisation__name="Bailleur A")
    members.unseat(seat, on=days(10), by=gael.user)
    with pytest.raises(RefusedError, match="siège déjà"):
        making.seat(committee, "Bailleur A", since=days(5))
    making.seat(committee, "Bailleur A", since=days(11))
    assert Member.objects.on(days(5)).filter(committee=committee, organisation__name="Bailleur A").count() == 1
    assert Member.objects.on(days(11)).filter(committee=committee, organisation__name="Bailleur A").count() == 1


def test_a_person_has_one_mandate_of_a_kind_and_another_kind_takes_its_place(committee, bob):
    seat = committee.members.get(organisation__name="Bailleur A")
    with pytest.raises(RefusedError, match="à ce titre"):
        making.give(seat, bob)
    making.give(seat, bob, Mandate.Kind.DEPUTY, since=today())
    assert [each.kind for each in Mandate.objects.on(today()).filter(member=seat)] == [Mandate.Kind.DEPUTY]
    assert [each.kind for each in Mandate.objects.on(days(-1)).filter(member=seat)] == [Mandate.Kind.TITULAR]


def test_a_mandate_that_ends_holds_that_day_and_leaves_the_circle_the_next(committee, bob, gael):
    mandate = Mandate.objects.get(membership=bob, member__committee=committee)
    members.end(mandate, on=today(), by=gael.user)
    assert bob in circle_of(committee)
    members.settle(committee, days(1))
    assert bob not in circle_of(committee)
    with pytest.raises(RefusedError, match="déjà terminé"):
        members.end(mandate, on=today(), by=gael.user)


def test_a_mandate_that_begins_later_enters_the_circle_with_its_day(pdc, committee):
    person = making.newcomer(pdc, "odile")
    making.give(committee.members.get(organisation__name="Bailleur A"), person, since=days(3))
    JOBS["committees.circles"].run()
    assert person not in circle_of(committee)
    Mandate.objects.filter(membership=person).update(started_on=today())
    JOBS["committees.circles"].run()
    assert person in circle_of(committee)


def test_nobody_sits_before_their_organisation_nor_without_an_access(pdc, committee, gael):
    person = making.newcomer(pdc, "odile")
    late = making.seat(committee, "Bailleur C", since=days(5))
    with pytest.raises(RefusedError, match="ne siège pas"):
        making.give(late, person, since=today())
    end_membership(person, by=gael.user)
    person.refresh_from_db()
    with pytest.raises(RefusedError, match="plus accès"):
        making.give(late, person, since=days(6))


def test_an_organisation_that_leaves_takes_its_mandates_along(committee, deputy, bob, gael):
    seat = committee.members.get(organisation__name="Bailleur A")
    Mandate.objects.filter(membership=deputy).update(ended_on=days(90))
    with pytest.raises(RefusedError, match="avant le début"):
        members.unseat(seat, on=days(-900), by=gael.user)
    members.unseat(seat, on=days(-1), by=gael.user)
    assert set(Mandate.objects.filter(member=seat).values_list("ended_on", flat=True)) == {days(-1)}
    assert not {bob, deputy} & circle_of(committee)


def test_who_leaves_the_space_sits_no_more_and_a_committee_waits_for_a_secretary(committee, alice, bob, gael):
    Mandate.objects.filter(membership=bob).update(ended_on=days(200))
    end_membership(bob, by=gael.user)
    end_membership(alice, by=gael.user)
    committee.refresh_from_db()
    assert committee.secretary is None
    assert committee.circle.owner is None
    assert not Mandate.objects.on(days(1)).filter(membership=bob).exists()
    assert not {alice, bob} & circle_of(committee)


def test_a_committee_does_not_close_while_a_meeting_is_ahead(committee, meeting, alice):
    with pytest.raises(RefusedError, match="à venir"):
        members.close(committee, today(), by=alice.user)
    meeting.delete()
    members.close(committee, today(), by=alice.user)
    with pytest.raises(RefusedError, match="ne se réunit plus"):
        making.prepare(committee)
    members.close(committee, None, by=alice.user)
    assert Committee.objects.current().filter(pk=committee.pk).exists()


def test_a_new_secretary_runs_the_circle_and_is_in_it(committee, alice, gael):
    committee.secretary = gael
    members.change(committee, by=gael.user)
    committee.circle.refresh_from_db()
    assert committee.circle.owner == gael
    assert gael in circle_of(committee)
    assert alice not in circle_of(committee)


def test_its_circle_and_its_folder_follow_its_name(committee, alice):
    committee.name = "Comité des loyers et des charges"
    members.change(committee, by=alice.user)
    for row in (committee.circle, committee.folder):
        row.refresh_from_db()
        assert row.name == "Comité des loyers et des charges"
    Circle.objects.create(name="Déjà pris", slug="deja-pris")
    committee.name = "déjà pris"
    with pytest.raises(RefusedError, match="porte déjà ce nom"):
        members.change(committee, by=alice.user)
    assert Committee.objects.get(pk=committee.pk).name == "Comité des loyers et des charges"


def test_a_working_group_has_its_own_members(committee, alice, bob, diane, pdc_client):
    """Those of the whole committee learn that it is there; its page, its circle and its papers are its own people’s."""
    group = making.found("Groupe de travail des loyers", secretary=alice, parent=committee)
    making.give(making.seat(group, "Bailleur A"), bob)
    assert circle_of(group) == {alice, bob}
    whole, own = (f"/extranet/comites/{each.slug}/" for each in (committee, group))
    page = pdc_client.login_as("diane").get(whole).text
    assert "Groupe de travail des loyers" in page
    assert own not in page
    assert pdc_client.get(own).status_code == 404
    assert diane not in group.folder.audience.members()
    page = pdc_client.login_as("bob").get(own).text
    assert "Groupe de travail de" in page
    assert whole in page


def refused(row, **change) -> str:
    """Say how the database itself refuses a row that is changed behind the verbs' back."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)
    return str(caught.value)


def test_the_database_refuses_a_mandate_of_another_tenant_s_person(committee, bob, platform_context):
    mandate = Mandate.objects.get(membership=bob, member__committee=committee)
    ezra, move = member("ezra", "casa"), "UPDATE tenancy_membership SET tenant_id = %s WHERE id = %s"
    assert "of the tenant" in refused(mandate, membership=ezra)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(move, [ezra.tenant_id, bob.pk])
