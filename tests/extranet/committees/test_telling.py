"""Convocations: everybody who sits that day, once, again when something changes, and told when it is off."""

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from extranet.committees import agenda, convocations, meetings, members, papers
from extranet.committees.models import Convocation, Mandate, Meeting, Reply
from extranet.committees.replies import reply
from portal.jobs.registry import JOBS
from portal.organisations.models import Audience
from portal.tenancy.services import end_membership
from tests.extranet.committees import making
from tests.extranet.committees.making import at, convoke, days, mails, plain, words_of
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import make_document, make_folder, member

pytestmark = pytest.mark.django_db


def attached(mail, kind: str) -> bytes:
    [file] = [each for each in mail.attachments.all() if each.content_type.startswith(kind)]
    return bytes(file.content)


def calendar_of(mail) -> tuple[str, dict]:
    calendar = Calendar.from_ical(attached(mail, "text/calendar"))
    [event] = calendar.walk("VEVENT")
    return calendar["METHOD"], event


def to(*people) -> set[str]:
    return {person.user.email for person in people}


def last_mail(person):
    return [mail for mail in mails() if mail.to == [person.user.email]][-1]


def test_everybody_who_sits_that_day_is_called_once(committee, meeting, alice, bob, diane, deputy, observer, pdc, gael):
    late, early = making.newcomer(pdc, "late"), making.newcomer(pdc, "early")
    seat = committee.members.get(organisation__name="Bailleur B")
    making.give(seat, late, Mandate.Kind.DEPUTY, since=days(31))
    ending = making.give(seat, early, Mandate.Kind.DEPUTY)
    members.end(ending, on=days(29), by=gael.user)
    making.give(committee.members.get(organisation__name="Bailleur B"), bob, Mandate.Kind.DEPUTY)  # for two of them
    convoke(meeting)
    assert [len(mail.to) for mail in mails("Convocation")] == [1] * 5
    assert {mail.to[0] for mail in mails("Convocation")} == to(alice, bob, diane, deputy, observer)
    assert convocations.call_all(meeting.pk) == 0
    JOBS["committees.convocations"].run()
    assert len(mails()) == 5
    assert set(meeting.convocations.values_list("membership", "sequence")) == {
        (each.pk, 1) for each in (alice, bob, diane, deputy, observer)
    }  # fmt: skip


def test_the_mail_says_when_and_where_and_keeps_the_agenda_for_the_paper(committee, meeting, bob):
    Meeting.objects.filter(pk=meeting.pk).update(remote_link="https://visio.example/r/1234")
    part = agenda.add_section(meeting, "Situations")
    item = making.add(
        meeting, "La dette de M. Untel", section=part, text="Deux ans de loyers.", aim="decision", presenter="Zoé",
        minutes=25,
    )  # fmt: skip
    papers.add_paper(
        meeting, kept(pdf(), "fiche.pdf"), item=item, title="La fiche commune", audience=committee.folder.audience,
        by=committee.secretary.user,
    )  # fmt: skip
    hidden = make_document(make_folder(), audience=Audience.objects.create(reach="choisis"), title="Réservé")
    papers.attach(meeting, hidden)
    convoke(meeting)
    mail = last_mail(bob)
    said = plain(mail.text) + plain(mail.html)
    for words in ("Comité d’essai", "de 9 h à 12 h", "Salle des fêtes", "https://visio.example/r/1234",
                  f"/reunions/{meeting.pk}/repondre/", "La fiche commune"):  # fmt: skip
        assert words in said
    for words in ("Untel", "Deux ans", "Situations", "Réservé", "Diane"):
        assert words not in said
    paper = attached(mail, "application/pdf")
    printed = words_of(paper)
    for words in (str(bob.user), "Bailleur A", "Situations", "La dette de M. Untel", "Deux ans de loyers.",
                  "pour décision", "Zoé", "25 min", "La fiche commune", "Salle des fêtes"):  # fmt: skip
        assert words in printed
    assert "Réservé" not in printed
    assert b"pdfuaid" in paper
    assert attached(mail, "text/calendar").find(b"visio") == attached(mail, "text/calendar").find(b"Untel") == -1


def test_a_calendar_program_follows_from_the_first_convocation_to_the_cancellation(meeting, alice, bob):
    meeting = convoke(meeting)
    method, event = calendar_of(last_mail(bob))
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", str(meeting.uid), 1)
    assert event.decoded("DTSTART") == meeting.starts_at
    meeting.starts_at, meeting.ends_at = at(37), at(37, 12)
    meetings.change(meeting, by=alice.user)
    meeting = convoke(meeting)
    method, event = calendar_of(last_mail(bob))
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", str(meeting.uid), 2)
    assert event.decoded("DTSTART") == at(37)
    meetings.cancel(meeting, "Neige.", by=alice.user)
    method, event = calendar_of(last_mail(bob))
    assert (method, event["UID"], event["SEQUENCE"], event["STATUS"]) == ("CANCEL", str(meeting.uid), 3, "CANCELLED")


def test_called_again_it_says_so_and_what_changed(meeting, alice, bob):
    meeting = convoke(meeting)
    assert "remplace la précédente" not in last_mail(bob).text
    meeting.place = "Maison des sports"
    meetings.change(meeting, by=alice.user)
    convoke(meeting)
    said = plain(last_mail(bob).text)
    assert "Cette convocation remplace la précédente." in said
    assert "avant : Salle des fêtes maintenant : Maison des sports" in said
    assert "L’ordre du jour a changé" not in said
    making.add(meeting)
    convoke(meeting)
    said = plain(last_mail(bob).text)
    assert "L’ordre du jour a changé" in said
    assert "avant :" not in said


def test_an_answer_is_kept_when_one_is_called_again(meeting, bob):
    convoke(meeting)
    reply(meeting, bob, Reply.Answer.PRESENT)
    convoke(meeting)
    assert meeting.replies.get().answer == Reply.Answer.PRESENT


def test_a_cancellation_tells_each_who_was_called_why_and_once(meeting, alice, bob, diane, pdc):
    meeting = convoke(meeting)
    meetings.cancel(meeting, "La salle est inondée.", by=alice.user)
    assert convocations.call_off_all(meeting.pk) == 0
    JOBS["committees.convocations"].run()
    told = mails("Réunion annulée")
    assert {mail.to[0] for mail in told} == to(alice, bob, diane)
    assert all("La salle est inondée." in mail.text for mail in told)
    assert not any(each.content_type == "application/pdf" for mail in told for each in mail.attachments.all())


def test_what_nobody_was_called_to_is_cancelled_without_a_word(meeting, alice):
    meetings.cancel(meeting, "Neige.", by=alice.user)
    JOBS["committees.convocations"].run()
    assert mails() == []


def test_a_meeting_that_is_held_after_all_calls_everybody_anew(meeting, alice, bob):
    meeting = convoke(meeting)
    meeting = meetings.cancel(meeting, "Neige.", by=alice.user)
    meeting = convoke(meetings.restore(meeting, by=alice.user))
    assert "remplace" not in last_mail(bob).text
    assert calendar_of(last_mail(bob))[1]["SEQUENCE"] == meeting.sequence == 3
    meetings.cancel(meeting, "Encore la neige.", by=alice.user)
    assert len(mails("Réunion annulée")) == 6


def test_whose_mandate_ended_is_told_with_the_next_convocation_and_once(meeting, alice, bob, gael):
    meeting = convoke(meeting)
    members.end(Mandate.objects.get(membership=bob, member__committee=meeting.committee), on=days(5), by=gael.user)
    assert convocations.call_all(meeting.pk) == 0
    convoke(meeting)
    mail = last_mail(bob)
    assert "plus attendu ou attendue" in mail.subject
    assert calendar_of(mail)[0] == "CANCEL"
    assert "Salle des fêtes" not in mail.text
    count = len(mails())
    meeting.refresh_from_db()
    meetings.cancel(meeting, "Neige.", by=alice.user)
    assert {mail.to[0] for mail in mails()[count:]}.isdisjoint(to(bob))


def test_who_sits_since_is_called_with_the_next_round(committee, meeting, pdc):
    convoke(meeting)
    person = making.newcomer(pdc, "odile")
    making.give(committee.members.get(organisation__name="Bailleur A"), person)
    JOBS["committees.convocations"].run()
    assert [mail.to for mail in mails()[3:]] == [[person.user.email]]


def test_who_left_the_space_is_written_nothing(meeting, alice, bob, gael):
    meeting = convoke(meeting)
    end_membership(bob, by=gael.user)
    count = len(mails())
    meeting.refresh_from_db()
    meetings.cancel(meeting, "Neige.", by=alice.user)
    assert {mail.to[0] for mail in mails()[count:]}.isdisjoint(to(bob))


def test_a_worker_that_stops_leaves_the_rest_to_the_next_round(meeting, alice, monkeypatch):
    send, written = convocations.letters.send, []

    def stop_at_the_second(meeting, membership, *args, **kwargs):
        if written:
            raise OSError("The machine stops.")
        written.append(membership)
        send(meeting, membership, *args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(convocations.letters, "send", stop_at_the_second)
        meetings.convoke(meeting, by=alice.user)
    assert len(mails()) == meeting.convocations.count() == 1
    JOBS["committees.convocations"].run()
    assert len(mails()) == meeting.convocations.count() == 3
    assert len({mail.to[0] for mail in mails()}) == 3


def test_nobody_is_called_to_what_has_begun(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        state=Meeting.State.CONVOKED, sequence=1, starts_at=at(-1), ends_at=at(-1, 12), proposals_until=None
    )
    assert convocations.call_all(meeting.pk) == 0


def test_where_the_committees_are_switched_off_nobody_is_called(pdc, meeting):
    pdc.modules = ["agenda"]
    pdc.save()
    convoke(meeting)
    JOBS["committees.convocations"].run()
    assert mails() == []


def test_the_task_writes_as_soon_as_the_convocation_is_written(meeting, alice):
    meetings.convoke(meeting, by=alice.user)
    assert len(mails("Convocation")) == 3


def test_the_database_refuses_a_convocation_for_a_member_or_a_person_from_elsewhere(meeting, bob):
    convoke(meeting)
    row = meeting.convocations.get(membership=bob)
    elsewhere = making.seat(making.found("Un autre"), "Bailleur 99")
    with pytest.raises(IntegrityError, match="member of the committee"), transaction.atomic():
        Convocation.objects.filter(pk=row.pk).update(member=elsewhere)


@pytest.mark.parametrize("answer", ["present", "excuse"])
def test_the_database_refuses_an_answer_of_another_tenant_s_person(meeting, bob, platform_context, answer):
    reply_row = Reply.objects.create(meeting=meeting, membership=bob, answer=answer, tenant_id=meeting.tenant_id)
    with pytest.raises(IntegrityError, match="person of the tenant"), transaction.atomic():
        Reply.objects.filter(pk=reply_row.pk).update(membership=member("ezra", "casa"))
