"""Who came to a meeting: one sheet for all organisations."""

from extranet.committees import attendance
from extranet.committees.attendance_forms import AttendanceForm
from extranet.committees.models import Meeting
from extranet.committees.states import State
from extranet.committees.views.kept import ask_then_do, done, drawn, keeps, kept_meeting, posted
from extranet.committees.views.preparing import is_its_day
from portal.tenancy.services import RefusedError


@ask_then_do
@keeps(kept_meeting)
def presences(request, meeting: Meeting):
    form = AttendanceForm(posted(request), meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            attendance.note(meeting, form.marks(), by=request.user)
        except RefusedError as refusal:
            form.add_error(None, refusal)
        else:
            words = f"Les présences sont enregistrées. {attendance.tally_of(meeting).sentence}."
            return done(request, words, "meeting_presences", meeting.pk)
    tally = attendance.tally_of(meeting) if form.noted else None
    context = {
        "meeting": meeting, "committee": meeting.committee, "form": form, "tally": tally,
        "may_begin": is_its_day(meeting), "is_open": meeting.state in {State.RUNNING, State.HELD},
        "is_from_replies": bool(form.replies) and not tally,
    }  # fmt: skip
    return drawn(request, "meeting_presences", context, form)
