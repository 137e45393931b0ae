"""A member is told at the pace they chose; a digest leaves once, with what gathered, on time."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.notifications import digests
from portal.notifications.digests import last_departure, send_digests
from portal.notifications.models import ChosenPace, Mail, Notice
from portal.notifications.notices import notify
from portal.notifications.preferences import choose
from portal.notifications.subjects import SUBJECTS, Pace
from portal.tenancy.models import Membership
from portal.tenancy.services import end_membership, set_membership
from tests.factories import make_user, without_solicitations

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=PARIS)


def paris(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


def gather(member, subject, title="Un guide", at=FRIDAY, **words):
    notify([member], subject, title=title, url="/extranet/bibliotheque/3/", **words)
    Notice.objects.filter(title=title).update(created_at=at)


def test_at_once_is_at_once(member, subjects):
    notify([member("diane"), member("bob")], subjects["seance"], title="Séance du 3 décembre", url="/extranet/x/")
    assert [letter.to for letter in mail.outbox] == [["diane@demo.example"], ["bob@demo.example"]]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("subject", ["document", "annuaire"])
def test_what_may_wait_waits_for_the_digest(member, subjects, subject):
    notify([member("diane")], subjects[subject], title="Un guide", url="/extranet/x/")
    assert mail.outbox == []
    assert Notice.objects.get().membership == member("diane")


def test_a_choice_counts_before_the_subject_s_own_pace(member, subjects):
    choose(member("diane"), {"seance": Pace.NEVER, "document": Pace.AT_ONCE})
    choose(member("diane"), {"seance": Pace.NEVER, "document": Pace.AT_ONCE})
    for code in ("seance", "document"):
        notify([member("diane"), member("bob")], subjects[code], title=code, url="/extranet/x/")
    assert sorted((letter.to[0], letter.subject[-8:]) for letter in mail.outbox) == [
        ("bob@demo.example", "] seance"), ("diane@demo.example", "document"),
    ]  # fmt: skip
    assert [notice.membership for notice in Notice.objects.all()] == [member("bob")]


def test_the_mail_speaks_in_the_tenant_s_name_with_links_on_its_own_host(member, subjects):
    notify([member("diane")], subjects["seance"], title="Séance :\n demain", url="/extranet/x/", text="Salle <B>")
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    assert letter.subject == "[Pas-de-Calais] Séance\N{NO-BREAK SPACE}: demain"
    for said in (letter.body, html):
        assert "http://pas-de-calais.localhost:8000/extranet/x/" in said
        assert "http://pas-de-calais.localhost:8000/extranet/notifications/" in said
        assert "http://pas-de-calais.localhost:8000/desabonnement/" in said
        assert "casa" not in said
    assert "Salle <B>" in letter.body
    assert "Salle &lt;B&gt;" in html
    assert "&#" not in letter.body


def test_a_formatted_mail_asks_nobody_else_and_wears_the_tenant_s_colours(member, subjects, pdc):
    notify([member("diane")], subjects["seance"], title="Séance", url="/extranet/x/")
    html = mail.outbox[0].alternatives[0].content
    assert pdc.brand_deep in html
    assert "var(" not in html
    for asking in ("src=", "<link", "@import", "url(", "<script"):
        assert asking not in html
    assert "prefers-color-scheme: dark" in html


@pytest.mark.parametrize(
    ("pace", "now", "expected"),
    [
        (Pace.DAILY, paris(20, 7, 29), paris(19, 7, 30)),
        (Pace.DAILY, paris(20, 7, 30), paris(20, 7, 30)),
        (Pace.WEEKLY, paris(23, 7, 29), paris(16, 7, 30)),
        (Pace.WEEKLY, paris(23, 7, 30), paris(23, 7, 30)),
        (Pace.WEEKLY, paris(25, 12), paris(23, 7, 30)),
    ],
)
def test_digests_leave_at_half_past_seven_and_on_monday(pace, now, expected):
    assert last_departure(pace, now) == expected


def test_a_digest_gathers_what_is_due_and_leaves_the_rest(member, subjects):
    diane = member("diane")
    gather(diane, subjects["document"], "Guide du bail", at=paris(20, 15))
    gather(diane, subjects["document"], "Arrivé ce matin", at=paris(21, 7, 45))
    gather(diane, subjects["annuaire"], "Une nouvelle référente", at=paris(18, 9))
    send_digests(paris(21, 8))
    [letter] = mail.outbox
    assert "1 nouvelle" in letter.subject.replace("\N{NO-BREAK SPACE}", " ")
    assert "Guide du bail" in letter.body
    assert "http://pas-de-calais.localhost:8000/extranet/bibliotheque/3/" in letter.body
    assert "Arrivé" not in letter.body
    send_digests(paris(23, 7, 30))
    assert "Arrivé ce matin" in mail.outbox[1].body
    assert "Une nouvelle référente" in mail.outbox[1].alternatives[0].content
    assert not Notice.objects.exists()


def test_a_digest_that_runs_twice_leaves_once_and_an_empty_one_never(member, subjects):
    send_digests(paris(21, 8))
    gather(member("diane"), subjects["document"])
    send_digests(paris(21, 8))
    send_digests(paris(21, 8))
    assert len(mail.outbox) == 1


def test_a_digest_that_could_not_be_written_keeps_what_it_would_have_said(member, subjects, monkeypatch):
    gather(member("diane"), subjects["document"])
    monkeypatch.setattr(digests.letters, "send_digest", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send_digests(paris(21, 8))
    assert Notice.objects.count() == 1


def test_a_change_of_mind_counts_for_what_already_gathered(member, subjects):
    gather(member("diane"), subjects["annuaire"], at=paris(20, 9))
    choose(member("diane"), {"annuaire": Pace.DAILY})
    gather(member("bob"), subjects["document"])
    choose(member("bob"), {"document": Pace.NEVER})
    send_digests(paris(21, 8))
    assert [letter.to for letter in mail.outbox] == [["diane@demo.example"]]
    assert not Notice.objects.exists()


def test_a_subject_that_is_no_more_leaves_nothing_behind(member, subjects, monkeypatch):
    gather(member("diane"), subjects["document"])
    monkeypatch.delitem(SUBJECTS, "document")
    send_digests(paris(21, 8))
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_who_left_is_told_nothing_now_nor_later(member, subjects):
    diane, gael = member("diane"), User.objects.get(email="gael@demo.example")
    gather(diane, subjects["document"])
    choose(diane, {"annuaire": Pace.NEVER})
    end_membership(without_solicitations(diane), by=gael)
    assert not Notice.objects.exists()
    assert ChosenPace.objects.filter(membership=diane).exists()  # a refusal outlives the access
    mail.outbox.clear()
    notify([member("diane")], subjects["seance"], title="Séance", url="/extranet/x/")
    assert mail.outbox == []


def test_a_closed_account_gets_no_digest(member, subjects):
    gather(member("diane"), subjects["document"])
    User.objects.filter(email="diane@demo.example").update(is_active=False)
    send_digests(paris(21, 8))
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_telling_thirty_costs_no_more_questions_than_telling_one(member, subjects, pdc):
    def tell(*people):
        with CaptureQueriesContext(connection) as queries:
            notify(people, subjects["document"], title="Un guide", url="/extranet/x/")
        return len(queries)

    many = [set_membership(make_user(f"p{n}@essai.example"), pdc, set()).pk for n in range(30)]
    of_many = tell(*Membership.objects.filter(pk__in=many))
    assert of_many == tell(Membership.objects.get(pk=member("diane").pk))


def test_an_unknown_pace_is_refused_by_the_database(member, subjects):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChosenPace.objects.create(membership=member("diane"), subject="seance", pace="parfois")


def test_what_happened_and_its_mail_are_undone_together(member, subjects):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        notify([member("diane")], subjects["seance"], title="Séance", url="/extranet/x/")
        raise ZeroDivisionError
    assert not Mail.objects.exists()
