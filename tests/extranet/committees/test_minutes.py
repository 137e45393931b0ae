"""The minutes of a meeting: written by several hands, read again, approved, published, put right."""

import datetime

import pytest
from django.utils import timezone

from extranet.committees import attendance, meetings
from extranet.committees import minutes as verbs
from extranet.committees.minutes_attention import to_read_again
from extranet.committees.minutes_compare import compare
from extranet.committees.minutes_reading import paper_of
from extranet.committees.models import Comment, Item, Meeting, Minutes, Presence, Revision
from extranet.committees.models.minutes import LONGEST
from portal.notifications.models import Mail
from portal.tenancy.services import RefusedError
from tests.extranet.committees.making_minutes import (
    make_committee,
    make_meeting,
    make_minutes,
    open_module,
    passage_of,
    present,
    seat,
)
from tests.portal.documents.making import member


@pytest.fixture
def alice(pdc):
    return member("alice")


@pytest.fixture
def bob(pdc):
    return member("bob")


@pytest.fixture
def meeting(pdc):
    open_module(pdc)
    committee = make_committee()
    meeting = make_meeting(committee)
    present(meeting, seat(committee, member("bob")))
    return meeting


@pytest.fixture
def tomorrow(monkeypatch):
    """``tomorrow(days)``: so many days have passed."""

    def pass_days(days: int):
        now = timezone.now() + datetime.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return pass_days


def test_minutes_begin_with_a_passage_for_each_item_between_the_opening_and_the_end(meeting, alice):
    minutes = verbs.begin(meeting, by=alice)
    titles = [passage.title for passage in minutes.passages.all()]
    assert titles == [verbs.OPENING, "Vacance des logements", "Charte", verbs.CLOSING]
    assert verbs.begin(meeting, by=alice) == minutes
    assert minutes.passages.count() == 4


@pytest.mark.parametrize("state", ["preparation", "convoquee", "annulee"])
def test_minutes_wait_until_the_meeting_begins(meeting, alice, state):
    ahead = make_meeting(meeting.committee, 3, state=state, reason="Neige" if state == "annulee" else "")
    with pytest.raises(RefusedError, match="une fois la réunion commencée"):
        verbs.begin(ahead, by=alice)


def test_a_new_item_is_brought_in_and_one_that_goes_leaves_what_was_written(meeting, alice):
    minutes = make_minutes(meeting)
    Item.objects.get(title="Charte").delete()
    Item.objects.create(meeting=meeting, title="Point ajouté", position=0)
    verbs.bring_items(minutes)
    titles = {passage.title for passage in minutes.passages.all()}
    assert {"Point ajouté", "Charte"} < titles
    assert passage_of(minutes).text == "Charte : Le comité a parlé."


def test_a_stale_save_gives_the_other_text_and_overwrites_nothing(meeting, alice):
    passage = passage_of(make_minutes(meeting))
    verbs.write(passage, "Le texte d’Alice.", read_version=1, by=alice)
    with pytest.raises(verbs.StaleTextError) as stale:
        verbs.write(passage, "Le texte de Gaël.", read_version=1, by=member("gael"))
    assert (stale.value.passage.text, stale.value.passage.version) == ("Le texte d’Alice.", 2)
    assert stale.value.passage.written_by == alice
    passage.refresh_from_db()
    assert (passage.text, passage.version) == ("Le texte d’Alice.", 2)


def test_each_save_is_a_version_and_the_same_text_is_none(meeting, alice):
    passage = passage_of(make_minutes(meeting))
    verbs.write(passage, "Un.", read_version=1, by=alice)
    again = verbs.write(passage, " Un.\r\n", read_version=1, by=member("gael"))  # sent twice, its answer was lost
    assert again.version == 2
    verbs.write(passage, "Un.\r\n\r\nDeux.", read_version=2, by=member("gael"))
    told = Revision.objects.filter(passage=passage).values_list("version", "text", "by")
    assert list(told) == [
        (3, "Un.\n\nDeux.", member("gael").pk), (2, "Un.", alice.pk), (1, "Charte : Le comité a parlé.", alice.pk),
    ]  # fmt: skip


def test_a_passage_has_an_end(meeting, alice):
    passage = passage_of(make_minutes(meeting))
    with pytest.raises(RefusedError, match=str(LONGEST)):
        verbs.write(passage, "a" * (LONGEST + 1), read_version=1, by=alice)


@pytest.mark.parametrize("state", ["relecture", "approuve", "publie"])
def test_only_a_draft_is_written(meeting, alice, state):
    minutes = make_minutes(meeting, state=state)
    with pytest.raises(RefusedError, match="plus un brouillon"):
        verbs.write(passage_of(minutes), "Autre chose.", read_version=1, by=alice)
    with pytest.raises(RefusedError, match="plus un brouillon"):
        verbs.bring_items(minutes)


def test_a_meeting_that_goes_on_and_an_empty_draft_are_not_read_again(meeting, alice):
    with pytest.raises(RefusedError, match="Rien n’est écrit"):
        verbs.open_rereading(verbs.begin(meeting, by=alice), days=5, by=alice)
    running = make_meeting(meeting.committee, -1, state=Meeting.State.RUNNING)
    with pytest.raises(RefusedError, match="terminée"):
        verbs.open_rereading(make_minutes(running), days=5, by=alice)


@pytest.mark.parametrize("days", [0, -1, 61])
def test_re_reading_lasts_a_sensible_number_of_days(meeting, alice, days):
    with pytest.raises(RefusedError, match="De 1 à 60"):
        verbs.open_rereading(make_minutes(meeting), days=days, by=alice)


def test_who_was_there_is_told_and_remarks_and_nobody_else(meeting, alice, bob):
    seat(meeting.committee, member("diane"), "Absent (exemple)")
    minutes = make_minutes(meeting, state="relecture")
    assert sorted(mail.to[0] for mail in Mail.objects.filter(subject__contains="à relire")) == [
        "alice@demo.example", "bob@demo.example",
    ]  # fmt: skip
    remark = verbs.comment(passage_of(minutes), " Ce n’est pas ce que j’ai dit. ", by=bob)
    assert remark.text == "Ce n’est pas ce que j’ai dit."
    for absent in ("diane", "chloe", "gael"):
        with pytest.raises(RefusedError, match="Seules les personnes présentes"):
            verbs.comment(passage_of(minutes), "Moi aussi.", by=member(absent))


def test_an_excused_person_remarks_on_nothing(meeting, bob):
    minutes = make_minutes(meeting, state="relecture")
    Presence.objects.update(state=Presence.State.EXCUSED)
    with pytest.raises(RefusedError, match="Seules les personnes présentes"):
        verbs.comment(passage_of(minutes), "J’y étais en pensée.", by=bob)


def test_remarks_end_with_the_last_day(meeting, bob, tomorrow):
    minutes = make_minutes(meeting, state="relecture")
    tomorrow(10)
    verbs.comment(passage_of(minutes), "Le dernier jour.", by=bob)
    tomorrow(1)
    with pytest.raises(RefusedError, match="délai"):
        verbs.comment(passage_of(minutes), "Trop tard.", by=bob)


def test_a_remark_is_dealt_with_once_and_survives_the_draft(meeting, alice, bob):
    minutes = make_minutes(meeting, state="relecture")
    remark = verbs.comment(passage_of(minutes), "Une faute.", by=bob)
    verbs.take_back(minutes, by=alice)
    verbs.write(passage_of(minutes), "Corrigé.", read_version=1, by=alice)
    verbs.resolve(remark, "C’est corrigé.", by=alice)
    assert Comment.objects.get().answer == "C’est corrigé."
    with pytest.raises(RefusedError, match="déjà traitée"):
        verbs.resolve(remark, "Encore.", by=alice)


def test_silence_approves_after_the_last_day_and_not_while_a_remark_waits(meeting, alice, bob, tomorrow):
    minutes = make_minutes(meeting, state="relecture")
    remark = verbs.comment(passage_of(minutes), "Une faute.", by=bob)
    tomorrow(10)
    verbs.approve_what_is_due()
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.REREADING
    with pytest.raises(RefusedError, match="n’est pas passé"):
        verbs.approve_by_silence(minutes)
    tomorrow(1)
    verbs.approve_what_is_due()
    with pytest.raises(RefusedError, match="remarques attendent"):
        verbs.approve_by_silence(minutes)
    verbs.resolve(remark, by=alice)
    verbs.approve_what_is_due()
    minutes.refresh_from_db()
    assert (minutes.state, minutes.is_approved_by_silence, minutes.approved_by) == (Minutes.State.APPROVED, True, None)


def test_a_later_meeting_of_the_same_committee_approves(meeting, alice):
    minutes = make_minutes(meeting, state="relecture")
    wrong = [
        make_meeting(meeting.committee, -30), make_meeting(meeting.committee, 5, state=Meeting.State.CONVOKED),
        make_meeting(make_committee("Un autre comité"), -1), meeting,
    ]  # fmt: skip
    for other in wrong:
        with pytest.raises(RefusedError, match="Choisissez une réunion"):
            verbs.approve(minutes, meeting=other, by=alice)
    later = make_meeting(meeting.committee, -1)
    minutes = verbs.approve(minutes, meeting=later, by=alice)
    assert (minutes.approved_in, minutes.approved_by, minutes.is_approved_by_silence) == (later, alice, False)


def test_a_draft_is_approved_only_after_a_re_reading(meeting, alice):
    later = make_meeting(meeting.committee, -1)
    minutes = make_minutes(meeting)
    with pytest.raises(RefusedError, match="après sa relecture"):
        verbs.approve(minutes, meeting=later, by=alice)
    verbs.open_rereading(minutes, days=5, by=alice)
    verbs.take_back(minutes, by=alice)
    verbs.write(passage_of(minutes), "Comme la réunion l’a voulu.", read_version=1, by=alice)
    assert verbs.approve(minutes, meeting=later, by=alice).state == Minutes.State.APPROVED


@pytest.mark.parametrize("state", ["brouillon", "relecture"])
def test_what_is_not_approved_is_not_published(meeting, alice, state):
    minutes = make_minutes(meeting, state=state)
    with pytest.raises(RefusedError, match="une fois approuvé"):
        verbs.publish(minutes, by=alice)


def test_publication_says_who_and_when_tells_who_sits_and_ends_the_meeting(meeting, alice):
    seat(meeting.committee, member("diane"), "Absent (exemple)")
    minutes = make_minutes(meeting, state="approuve")
    Mail.objects.all().delete()
    minutes = verbs.publish(minutes, by=alice)
    assert (minutes.published_by, minutes.published_at.date()) == (alice, timezone.now().date())
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PUBLISHED
    told = {mail.to[0] for mail in Mail.objects.filter(subject__contains="Compte rendu publié")}
    assert told == {"alice@demo.example", "bob@demo.example", "diane@demo.example"}
    for mail in Mail.objects.all():  # where it is, and never a word of it
        assert "a parlé" not in mail.text + mail.html
    for again in (meetings.begin, meetings.hold):
        with pytest.raises(RefusedError):
            again(meeting, by=alice.user)


def test_who_was_there_does_not_change_after_the_approval(meeting, alice):
    make_minutes(meeting, state="approuve")
    with pytest.raises(RefusedError, match="approuvé"):
        attendance.note(meeting, [], by=alice.user)
    with pytest.raises(RefusedError, match="approuvé"):
        meetings.begin(meeting, by=alice.user)


def test_an_erratum_comes_after_the_publication_and_beside_the_text(meeting, alice):
    minutes = make_minutes(meeting, state="approuve")
    with pytest.raises(RefusedError, match="publié"):
        verbs.add_erratum(minutes, "Douze logements.", by=alice)
    verbs.publish(minutes, by=alice)
    verbs.add_erratum(minutes, " Lire : douze logements. ", passage=passage_of(minutes), by=alice)
    other = make_minutes(make_meeting(meeting.committee, -2))
    with pytest.raises(RefusedError, match="autre compte rendu"):
        verbs.add_erratum(minutes, "Ailleurs.", passage=passage_of(other), by=alice)
    assert minutes.errata.get().text == "Lire : douze logements."
    assert passage_of(minutes).text == "Charte : Le comité a parlé."


def test_what_waits_is_told_to_who_was_there_until_they_have_remarked(meeting, bob, django_assert_num_queries):
    minutes = make_minutes(meeting, state="relecture")
    with django_assert_num_queries(1):
        (item,) = to_read_again(bob)
    assert item.title.endswith("Comité d’essai") and "Jusqu’au" in item.detail
    assert to_read_again(member("diane")) == []
    verbs.comment(passage_of(minutes), "Vu.", by=bob)
    assert to_read_again(bob) == []


def test_nothing_waits_once_the_module_is_off(meeting, bob, pdc):
    make_minutes(meeting, state="relecture")
    type(pdc).objects.filter(pk=pdc.pk).update(modules=[])
    assert to_read_again(bob) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "Douze logements", [("ins", "Douze logements")]),
        ("douze logements", "treize logements", [("del", "douze"), ("ins", "treize"), ("same", " logements")]),
        ("Fin.", "", [("del", "Fin.")]),
        ("L’accord.", "L’accord.", [("same", "L’accord.")]),
    ],
)
def test_texts_are_compared_by_words(before, after, told):
    assert [(run.kind, run.text) for run in compare(before, after)] == told


@pytest.mark.parametrize("state", ["brouillon", "publie"])
def test_the_paper_is_pdf_ua(meeting, alice, state):
    minutes = make_minutes(meeting, state=state, text="#let x = 1 *rien* \n\nDeux <b>lignes</b>.")
    if state == "publie":
        verbs.add_erratum(minutes, "Lire : douze.", passage=passage_of(minutes), by=alice)
        verbs.add_erratum(minutes, "Salle B.", by=alice)
    paper = paper_of(Minutes.objects.select_related("tenant", "meeting__committee").get(pk=minutes.pk))
    assert paper.startswith(b"%PDF") and b"pdfuaid" in paper
