"""What members read: their committees, the page of one, its meetings, the page of a meeting."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from extranet.committees import decided, minutes_perms, perms, showing
from extranet.committees.models import Committee, Meeting
from extranet.committees.sections import ON_COMMITTEES
from extranet.committees.views.finding import committee_for, meeting_for

LATEST, PER_PAGE = 5, 20
UNREAD = 6
"""How many papers the page of a committee names."""
WAITING = 10
"""How many decisions it names that wait for one’s organisations."""


@require_safe
def committees(request):
    """One’s own committees; nobody else’s business."""
    rows = showing.listed(request.membership)
    keeps = perms.may_keep_all(request.membership)
    if not (rows or keeps):
        raise Http404
    return render(request, "committees/committees.html", {"rows": rows, "keeps": keeps})


@require_safe
def committee(request, slug: str):
    """The next meeting first; to who sat there once, the meetings of their time and nothing else."""
    shown, me = committee_for(request, slug), request.membership
    meetings = perms.readable(me).filter(committee=shown)
    past = list(meetings.past()[: LATEST + 1])
    context = {"committee": shown, "past": past[:LATEST], "has_more": len(past) > LATEST}
    context["last_minutes"] = showing.last_minutes(shown, me)
    if perms.may_read_papers(me, shown):
        context |= _inside(request, shown, list(meetings.coming()))
    return render(request, "committees/committee.html", context)


def _inside(request, shown: Committee, coming: list[Meeting]) -> dict:
    me = request.membership
    following = next((each for each in coming if each.state != Meeting.State.CANCELLED), None)
    seats = showing.seats(shown)
    context = {
        "is_inside": True, "keeps": perms.may_keep(me, shown), "next": following,
        "coming": [each for each in coming if each != following],
        "members": [seat for seat in seats if not seat.member.is_observer],
        "observers": [seat for seat in seats if seat.member.is_observer],
        "groups": shown.working_groups.filter(closed_on=None).order_by("name"),
        "mine": set(perms.known_to(me).values_list("pk", flat=True)),
        "waiting": list(decided.waiting_for(me, shown)[:WAITING]), "sections": ON_COMMITTEES.of(shown, me),
    }  # fmt: skip
    if following:
        unread = showing.papers_of(following, me).unread
        answer = showing.answer_of(me, following, sits=perms.sits(me, shown))
        context |= {"answer": answer, "unread": unread[:UNREAD], "more_unread": max(len(unread) - UNREAD, 0)}
    return context


@require_safe
def meetings(request, slug: str):
    """The past meetings that one may read, the latest first."""
    shown = committee_for(request, slug)
    past = perms.readable(request.membership).filter(committee=shown).past()
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "committees/meetings.html", {"committee": shown, "page": page})


@require_safe
def meeting(request, pk: int):
    """A meeting: what, when, the agenda, one’s answer, the papers; then who came."""
    shown, me = meeting_for(request, pk), request.membership
    committee, agenda = shown.committee, showing.agenda_of(shown)
    is_inside = perms.may_read_papers(me, committee)
    papers = showing.papers_of(shown, me) if is_inside else showing.Papers(of={})
    context = {
        "meeting": shown, "committee": committee, "agenda": agenda, "parts": showing.parts(agenda, papers),
        "papers": papers, "attendance": showing.attendance_of(shown), "is_inside": is_inside,
    }  # fmt: skip
    context |= {
        "has_minutes": minutes_perms.readable(me).filter(meeting=shown).exists(),
        "decided": decided.shown(decided.readable(me).filter(meeting=shown)).order_by("year", "number"),
    }  # fmt: skip
    if is_inside:
        keeps, has_begun = perms.may_keep(me, committee), shown.state in {Meeting.State.RUNNING, Meeting.State.HELD}
        context |= {
            "follow_ups": decided.follow_ups(shown), "may_decide": keeps and has_begun,
            "may_begin_minutes": keeps and has_begun, "keeps": keeps, "proposals": showing.proposals_of(shown, me),
            "answer": showing.answer_of(me, shown, sits=perms.sits(me, committee)),
            "may_propose": perms.may_propose(me, shown),
        }  # fmt: skip
    return render(request, "committees/meeting.html", context)
