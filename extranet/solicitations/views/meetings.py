"""Study meetings of a solicitation: fixing, changing, calling off."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404

from extranet.solicitations import meetings, people
from extranet.solicitations.models import Solicitation, StudyMeeting
from extranet.solicitations.sheet_forms import StudyMeetingForm, take
from extranet.solicitations.views.sheets import LARGEST, ask_then_do, done, drawn, keeps, posted, refused


@ask_then_do
@keeps
def create(request, solicitation: Solicitation):
    form = StudyMeetingForm(posted(request), instance=StudyMeeting(solicitation=solicitation))
    return _filled(request, solicitation, form, meetings.plan, "La réunion d’étude est fixée")


@ask_then_do
@keeps
def change(request, solicitation: Solicitation, pk: int):
    meeting = _meeting(solicitation, pk)
    if not meeting.is_ahead:
        return _past(request, solicitation)
    form = StudyMeetingForm(posted(request), instance=meeting)
    return _filled(request, solicitation, form, meetings.change, "La réunion d’étude est modifiée")


@ask_then_do
@keeps
def cancel(request, solicitation: Solicitation, pk: int):
    meeting = _meeting(solicitation, pk)
    if not meeting.is_ahead:
        return _past(request, solicitation)
    if request.method == "POST":
        meetings.cancel(meeting, by=request.membership)
        words = "La réunion d’étude est annulée : les personnes concernées reçoivent un courriel."
        return done(request, words, solicitation.reference, anchor="reunions")
    return drawn(request, "meeting_cancel", {"solicitation": solicitation, "meeting": meeting})


def _filled(request, solicitation: Solicitation, form: StudyMeetingForm, verb, words: str):
    if form.is_bound and form.is_valid():
        try:
            verb(form.instance, by=request.membership)
        except ValidationError as error:
            take(form, error)
        else:
            words = f"{words} : les personnes concernées reçoivent un courriel, avec la date pour leur agenda."
            return done(request, words, solicitation.reference, anchor="reunions")
    called = [str(each.user) for each in people.readers_of(solicitation)]
    context = {"solicitation": solicitation, "form": form, "called": called, "is_new": form.instance.pk is None}
    return drawn(request, "meeting", context, form)


def _past(request, solicitation: Solicitation):
    return refused(request, "Cette réunion est annulée, ou passée.", solicitation.reference)


def _meeting(solicitation: Solicitation, pk: int) -> StudyMeeting:
    rows = StudyMeeting.objects.filter(solicitation=solicitation).select_related("solicitation")
    return get_object_or_404(rows, pk=min(pk, LARGEST))
