"""No path publishes minutes that nobody approved, none alters published ones: by the verbs, and by raw SQL."""

import contextlib
import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from extranet.committees import attendance, meetings
from extranet.committees import minutes as verbs
from extranet.committees.models import Comment, Meeting, Minutes, Passage, Presence, Revision
from portal.database import context
from portal.tenancy.models import Tenant
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

State = Minutes.State
RAW = {
    # What somebody at a console of the database might try, with the rights of the application.
    "publish": "UPDATE committees_minutes SET state = 'publie', published_at = now(), approved_at = now(),"
    " is_approved_by_silence = true, reread_from = now(), reread_until = now(), approved_in_id = NULL"
    " WHERE approved_at IS NULL",
    "publish the meeting": "UPDATE committees_meeting SET state = 'publiee' WHERE id IN"
    " (SELECT meeting_id FROM committees_minutes WHERE state <> 'publie')",
    "unpublish": "UPDATE committees_minutes SET state = 'approuve', published_at = NULL, published_by_id = NULL"
    " WHERE state = 'publie'",
    "unapprove": "UPDATE committees_minutes SET state = 'brouillon', approved_at = NULL, approved_in_id = NULL,"
    " is_approved_by_silence = false, published_at = NULL WHERE approved_at IS NOT NULL",
    "antedate": "UPDATE committees_minutes SET published_at = now() - interval '1 year' WHERE state = 'publie'",
    "sign for another": "UPDATE committees_minutes SET published_by_id = approved_by_id + 1 WHERE state = 'publie'",
    "erase": "DELETE FROM committees_minutes WHERE approved_at IS NOT NULL",
    "rewrite": "UPDATE committees_passage SET text = 'réécrit' WHERE {frozen}",
    "rename": "UPDATE committees_passage SET title = 'renommé' WHERE {frozen}",
    "move": "UPDATE committees_passage SET position = position + 1 WHERE {frozen}",
    "add a passage": "INSERT INTO committees_passage (tenant_id, minutes_id, kind, part, title, position, text,"
    " version, is_public) SELECT tenant_id, id, 'point', '', 'ajouté', 5, 'ajouté', 1, true FROM committees_minutes"
    " WHERE approved_at IS NOT NULL",
    "take a passage away": "DELETE FROM committees_passage WHERE {frozen}",
    "rewrite history": "UPDATE committees_revision SET text = 'réécrit' WHERE passage_id IN"
    " (SELECT id FROM committees_passage WHERE {frozen})",
    "erase history": "DELETE FROM committees_revision WHERE passage_id IN"
    " (SELECT id FROM committees_passage WHERE {frozen})",
    "rewrite a remark": "UPDATE committees_comment SET text = 'réécrit' WHERE passage_id IN"
    " (SELECT id FROM committees_passage WHERE {frozen})",
    "come afterwards": "INSERT INTO committees_presence (tenant_id, meeting_id, name, state)"
    " SELECT tenant_id, meeting_id, 'Venu après', 'invite' FROM committees_minutes WHERE approved_at IS NOT NULL",
    "leave afterwards": "DELETE FROM committees_presence WHERE meeting_id IN"
    " (SELECT meeting_id FROM committees_minutes WHERE approved_at IS NOT NULL)",
    "redate the meeting": "UPDATE committees_meeting SET starts_at = starts_at - interval '1 day'"
    " WHERE state = 'publiee'",
    "reopen the meeting": "UPDATE committees_meeting SET state = 'tenue' WHERE state = 'publiee'",
    "rewrite an erratum": "UPDATE committees_erratum SET text = 'réécrit'",
    "erase an erratum": "DELETE FROM committees_erratum",
}  # fmt: skip
FROZEN = "minutes_id IN (SELECT id FROM committees_minutes WHERE approved_at IS NOT NULL)"


def sql(name: str) -> int:
    """Try it; return how many rows it would touch. Raises IntegrityError when the database refuses."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAW[name].replace("{frozen}", FROZEN))
        return cursor.rowcount


def words_of(minutes: Minutes) -> dict:
    """Return all that a reader of published minutes may rely on, errata and extract left out."""
    passages = Passage.objects.filter(minutes=minutes).order_by("pk")
    return {
        "minutes": Minutes.objects.filter(pk=minutes.pk).values().get(),
        "passages": [{**row, "is_public": None} for row in passages.values()],
        "revisions": list(Revision.objects.filter(passage__minutes=minutes).order_by("pk").values()),
        "comments": list(Comment.objects.filter(passage__minutes=minutes).order_by("pk").values()),
        "presences": list(Presence.objects.filter(meeting=minutes.meeting_id).order_by("pk").values()),
    }


@pytest.fixture
def meeting(pdc):
    open_module(pdc)
    committee = make_committee()
    meeting = make_meeting(committee)
    present(meeting, seat(committee, member("bob")))
    make_meeting(committee, -1, items=())
    return meeting


class Life(RuleBasedStateMachine):
    """One meeting's minutes, and whatever anybody tries, in any order. ``meeting`` is given by the test."""

    meeting: Meeting

    @initialize()
    def start(self):
        self.savepoint = transaction.savepoint_create()
        self.minutes = verbs.begin(self.meeting, by=member("alice"))
        self.approved, self.published = False, None

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    def tries(self, verb, *arguments, **named) -> bool:
        with contextlib.suppress(RefusedError):
            verb(*arguments, **named)
            return True
        return False

    def reads(self) -> Minutes:
        return Minutes.objects.select_related("meeting__committee").get(pk=self.minutes.pk)

    @rule(text=st.sampled_from(["", "Un.", "Deux.", "Un.\n\nDeux."]), behind=st.sampled_from([0, 0, 1]))
    def write(self, text, behind):
        passage = passage_of(self.minutes)
        before, state = passage.text, self.reads().state
        done = self.tries(verbs.write, passage, text, read_version=max(passage.version - behind, 0), by=member("alice"))
        passage.refresh_from_db()
        assert state == State.DRAFT or not done
        assert passage.text == (text if done else before)
        assert not passage.version or passage.revisions.get(version=passage.version).text == passage.text

    @rule()
    def open_rereading(self):
        self.tries(verbs.open_rereading, self.minutes, days=5, by=member("alice"))

    @rule()
    def take_back(self):
        self.tries(verbs.take_back, self.minutes, by=member("alice"))

    @rule()
    def remark(self):
        self.tries(verbs.comment, passage_of(self.minutes), "Une remarque.", by=member("bob"))

    @rule()
    def answer(self):
        for remark in Comment.objects.filter(passage__minutes=self.minutes, resolved_at=None):
            self.tries(verbs.resolve, remark, "Fait.", by=member("alice"))

    @rule()
    def days_pass(self):
        Minutes.objects.filter(pk=self.minutes.pk, state=State.REREADING).update(
            reread_until=timezone.localdate() - datetime.timedelta(days=1)
        )

    @rule(by_silence=st.booleans())
    def approve(self, by_silence):
        before = self.reads()
        later = verbs.may_approve_in(before).first()
        done = (
            self.tries(verbs.approve_by_silence, self.minutes) if by_silence
            else self.tries(verbs.approve, self.minutes, meeting=later, by=member("alice"))
        )  # fmt: skip
        assert not done or before.reread_from
        self.approved |= done

    @rule()
    def go_on(self):
        """What a secretary does next, so that the whole way is walked often."""
        state = self.reads().state
        if state == State.DRAFT:
            self.write("Un.", 0)
            self.open_rereading()
        elif state == State.REREADING:
            self.approve(by_silence=False)
        else:
            self.publish()

    @rule()
    def publish(self):
        if self.tries(verbs.publish, self.minutes, by=member("alice")):
            assert self.approved and self.published is None
            self.published = words_of(self.minutes)

    @rule()
    def put_right(self):
        done = self.tries(verbs.add_erratum, self.minutes, "Lire : deux.", by=member("alice"))
        assert done == (self.published is not None)

    @rule()
    def choose(self):
        self.tries(verbs.choose_extract, self.minutes, [passage_of(self.minutes)], by=member("alice"))

    @rule()
    def bring(self):
        self.tries(verbs.bring_items, self.minutes)

    @rule(again=st.sampled_from([meetings.begin, meetings.hold]))
    def open_the_meeting_again(self, again):
        if self.tries(again, Meeting.objects.get(pk=self.meeting.pk), by=member("alice").user):
            assert not self.approved

    @rule()
    def note_who_came(self):
        assert not (self.tries(attendance.note, self.meeting, [], by=member("alice").user) and self.approved)

    @rule(name=st.sampled_from(sorted(RAW)))
    def by_hand(self, name):
        with contextlib.suppress(IntegrityError):
            sql(name)

    @invariant()
    def what_is_published_was_approved_and_stays(self):
        minutes = self.reads()
        assert minutes.state in {State.DRAFT, State.REREADING} or self.approved
        assert (minutes.state == State.PUBLISHED) == (self.published is not None)
        assert (minutes.meeting.state == Meeting.State.PUBLISHED) == (self.published is not None)
        if self.published is not None:
            assert words_of(self.minutes) == self.published


def test_no_path_publishes_what_nobody_approved_and_none_alters_what_is_published(meeting):
    case = type("OfThisMeeting", (Life,), {"meeting": meeting})
    run_state_machine_as_test(case, settings=settings(max_examples=20, stateful_step_count=25))


@pytest.mark.parametrize("state", ["approuve", "publie"])
@pytest.mark.parametrize("name", sorted(RAW))
def test_the_database_refuses_by_itself(meeting, state, name):
    minutes = make_minutes(meeting, state="relecture")
    verbs.resolve(verbs.comment(passage_of(minutes), "Une remarque.", by=member("bob")), by=member("alice"))
    minutes = verbs.approve(minutes, meeting=verbs.may_approve_in(minutes).get(), by=member("alice"))
    if state == "publie":
        verbs.publish(minutes, by=member("alice"))
        verbs.add_erratum(minutes, "Lire : deux.", by=member("alice"))
    before = words_of(minutes)
    try:
        assert sql(name) == 0  # of nothing there
    except IntegrityError as refusal:
        assert "committees_" in str(refusal)
    assert words_of(minutes) == before


@pytest.mark.parametrize("name", ["unpublish", "rewrite", "rewrite an erratum", "erase", "come afterwards"])
def test_the_database_says_no_to_what_would_alter_published_minutes(meeting, name):
    minutes = make_minutes(meeting, state="publie")
    verbs.add_erratum(minutes, "Lire : deux.", by=member("alice"))
    with pytest.raises(IntegrityError, match="committees_"):
        sql(name)


def test_a_draft_is_not_published_by_hand(meeting):
    make_minutes(meeting)
    for name in ("publish", "publish the meeting"):
        with pytest.raises(IntegrityError, match="committees_"):
            sql(name)


def test_an_erratum_before_the_publication_is_refused_by_the_database_too(meeting):
    minutes = make_minutes(meeting, state="approuve")
    with pytest.raises(IntegrityError, match="published minutes"), transaction.atomic():
        minutes.errata.create(text="Avant l’heure.")


def test_the_platform_rewrites_nothing_either(meeting):
    make_minutes(meeting, state="publie")
    with context.use(context.PLATFORM), pytest.raises(IntegrityError, match="committees_passage"):
        sql("rewrite")


def test_who_is_no_more_leaves_the_text_as_it_is(meeting, pdc):
    minutes = make_minutes(meeting, state="publie")
    alice, before = member("alice"), [row["text"] for row in words_of(minutes)["passages"]]
    names = ["approved_by_id", "published_by_id"]
    Minutes.objects.filter(approved_by=alice).update(**dict.fromkeys(names))
    Revision.objects.filter(by=alice).update(by=None)
    Passage.objects.filter(written_by=alice).update(written_by=None)
    Presence.objects.filter(meeting=meeting).update(membership=None)
    minutes.refresh_from_db()
    assert minutes.published_by is None
    assert [row["text"] for row in words_of(minutes)["passages"]] == before


def test_minutes_go_with_their_tenant_once_its_erasure_was_asked_for(meeting, pdc):
    minutes = make_minutes(meeting, state="publie")
    with pytest.raises(IntegrityError, match="not erased"):
        sql("erase")
    with context.use(context.PLATFORM):
        Tenant.objects.filter(pk=pdc.pk).update(deletion_due_at=timezone.now())
    for table in ("committees_revision", "committees_comment", "committees_erratum", "committees_passage"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    assert sql("erase") == 1
    assert not Minutes.objects.filter(pk=minutes.pk).exists()


def test_an_archive_brings_published_minutes_back_whole(meeting):
    """Rows as the console writes them: by the platform, table by table in the order of their names."""
    minutes = make_minutes(meeting, state="publie")
    verbs.add_erratum(minutes, "Lire : deux.", passage=passage_of(minutes), by=member("alice"))
    before, names = words_of(minutes), ("comment", "erratum", "meeting", "minutes", "passage", "presence", "revision")
    carried = {}
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT json_agg(t)::text FROM committees_{name} t")
            carried[name] = cursor.fetchone()[0] or "[]"
            cursor.execute(f"DELETE FROM committees_{name}")
        assert not Minutes.objects.exists()
        for name in names:
            table = f"committees_{name}"
            rows = f"json_populate_recordset(null::{table}, %s::json)"
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {rows}", [carried[name]])
    assert words_of(minutes) == before
    assert minutes.errata.get().passage == passage_of(minutes)
