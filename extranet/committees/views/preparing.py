"""Making a meeting and preparing it."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.staff.meanwhile import STAMP, as_read, stamp_of, who
from extranet.committees import changes, meetings, outline
from extranet.committees.meeting_forms import MeetingForm, SectionForm
from extranet.committees.models import Committee, Meeting
from extranet.committees.states import NEXT, OPEN
from extranet.committees.views.kept import (
    ask_then_do,
    done,
    drawn,
    keeps,
    kept_committee,
    kept_meeting,
    posted,
)  # fmt: skip
from portal.tenancy.services import RefusedError

State = Meeting.State
STALE = 409


@ask_then_do
@keeps(kept_committee)
def create(request, committee: Committee):
    if committee.closed_on:
        raise Http404
    form = MeetingForm(posted(request), instance=Meeting(committee=committee))
    if form.is_bound and form.is_valid():
        try:
            meeting = meetings.prepare(form.instance, by=request.user)
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, "La réunion est créée. Préparez son ordre du jour.", "meeting_prepare", meeting.pk)
    return drawn(request, "meeting_create", {"committee": committee, "form": form}, form)


@ask_then_do
@keeps(kept_meeting)
def edit(request, meeting: Meeting):
    """Change when and where; what somebody else wrote meanwhile is shown, and what is typed here stays."""
    known = kept_meeting(request, meeting.pk)  # the form writes into the other
    form, context = MeetingForm(posted(request), instance=meeting), {"stamp": stamp_of(known)}
    if known.state not in OPEN:
        raise Http404
    if form.is_bound:
        context["stamp"] = request.POST.get(STAMP, "")
        if form.is_valid() and (answer := _change(request, form, known, context)):
            return answer
    response = drawn(request, "meeting_edit", context | {"meeting": known, "form": form}, form)
    if "writer" in context:
        response.status_code = STALE
    return response


def _change(request, form: MeetingForm, known: Meeting, context: dict):
    meeting = form.instance
    if meeting.proposals_until is None:
        meeting.proposals_until = meetings.proposals_until(known.committee, meeting.starts_at)
    try:
        meetings.change(meeting, by=request.user, as_read=as_read(request))
    except meetings.StaleError:
        context |= {"stamp": stamp_of(known), "writer": who(known), "stands": MeetingForm(instance=known)}
        return None
    except RefusedError as refusal:
        form.add_error(None, refusal)
        return None
    return done(request, "La réunion est enregistrée.", "meeting_prepare", meeting.pk)


@require_safe
@keeps(kept_meeting)
def prepare(request, meeting: Meeting):
    """All of a meeting on one page: what comes next, its agenda, what is proposed, its papers."""
    papers = outline.papers_of(meeting)
    proposals = meeting.proposals.select_related("by__user", "member__organisation", "answered_by__user")
    parts = outline.agenda_of(meeting, papers)
    context = {
        "meeting": meeting, "committee": meeting.committee, "papers": papers, "parts": parts,
        "changed": changes.changed_since_told(meeting), "proposals": proposals, "section_form": SectionForm(),
        "minutes": sum(item.minutes or 0 for part in parts for item in part.items), "may": _possible(meeting),
        "is_past": meeting.ends_at <= timezone.now(),
    }  # fmt: skip
    return drawn(request, "meeting_prepare", context)


def is_its_day(meeting: Meeting) -> bool:
    """Say whether a convoked meeting may be begun: its day has come."""
    return meeting.state == State.CONVOKED and timezone.localdate(meeting.starts_at) <= timezone.localdate()


def _possible(meeting: Meeting) -> dict[str, bool]:
    """Say what may be done now: the page offers that, and nothing else."""
    following, begins_later = NEXT[meeting.state], meeting.starts_at > timezone.now()
    return {
        "edit": meeting.state in OPEN,
        "convoke": State.CONVOKED in following and begins_later,
        "begin": is_its_day(meeting),
        "hold": State.HELD in following,
        "reopen": meeting.state == State.HELD,
        "cancel": State.CANCELLED in following,
        "restore": State.PREPARING in following,
        "drop": not meeting.sequence and not meeting.proposals.exists(),
        "papers": meeting.state != State.CANCELLED,
        "note": meeting.state in {State.RUNNING, State.HELD},
    }
