"""Reading minutes: the page, the paper, the versions of a passage."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from extranet.committees import perms
from extranet.committees.minutes_compare import compare
from extranet.committees.minutes_forms import AnswerForm, CommentForm
from extranet.committees.minutes_perms import may_comment, readable
from extranet.committees.minutes_reading import NAME, paper_of, shown
from extranet.committees.models import Comment, Minutes
from extranet.committees.views.minutes_finding import keeper_only, minutes_for


@require_safe
def minutes(request, pk: int):
    """The minutes of a meeting; for who keeps the committee, the way to begin them."""
    if not readable(request.membership).filter(meeting=pk).exists():
        return _to_begin(request, pk)
    return page(request, minutes_for(request, pk))


def page(request, record: Minutes, *, status: int = 200, **forms):
    """Draw the minutes, with the forms that were sent and are at fault, by their passage or their remark."""
    keeps = perms.may_keep(request.membership, record.meeting.committee)
    context = shown(record) | {
        "keeps": keeps, "may_comment": may_comment(request.membership, record),
        "may_approve": keeps and bool(record.reread_from) and not record.is_frozen,
    }  # fmt: skip
    sees_remarks = record.state in {Minutes.State.DRAFT, Minutes.State.REREADING}
    remarks = Comment.objects.filter(passage__minutes=record).select_related("by__user", "resolved_by__user")
    by_passage = {}
    for remark in remarks if sees_remarks else ():
        remark.form = forms.get("answers", {}).get(remark.pk) or AnswerForm(prefix=f"r{remark.pk}")
        by_passage.setdefault(remark.passage_id, []).append(remark)
    for passage in context["passages"]:
        passage.remarks = by_passage.get(passage.pk, [])
        passage.form = forms.get("comments", {}).get(passage.pk) or CommentForm(prefix=f"p{passage.pk}")
    context["waiting"] = sum(not each.resolved_at for rows in by_passage.values() for each in rows)
    context["faulty"] = next((form for kind in forms.values() for form in kind.values()), None)
    return render(request, "committees/minutes.html", context, status=status)


def _to_begin(request, pk: int):
    meeting = get_object_or_404(perms.readable(request.membership).select_related("committee"), pk=pk)
    is_there = Minutes.objects.filter(meeting=meeting).exists()
    if is_there or not perms.may_keep(request.membership, meeting.committee):
        raise Http404
    may_begin = meeting.state in {meeting.State.RUNNING, meeting.State.HELD}
    return render(request, "committees/minutes_begin.html", {"meeting": meeting, "may_begin": may_begin})


@require_safe
def paper(request, pk: int):
    answer = HttpResponse(paper_of(minutes_for(request, pk)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{NAME}"'
    return answer


@keeper_only
@require_safe
def history(request, record: Minutes, passage: int):
    """The versions of a passage, two of them compared: the last one with the one before, unless one says otherwise."""
    passage = get_object_or_404(record.passages, pk=passage)
    revisions = list(passage.revisions.select_related("by__user"))
    by_version = {each.version: each for each in revisions}
    after = _asked(request, "a", by_version, passage.version)
    before = _asked(request, "de", by_version, max((n for n in by_version if n < after), default=0))
    texts = {0: ""} | {each.version: each.text for each in revisions}
    context = {
        "minutes": record, "meeting": record.meeting, "passage": passage, "revisions": revisions, "before": before,
        "after": after, "runs": compare(texts[before], texts[after]),
    }  # fmt: skip
    return render(request, "committees/minutes_history.html", context)


def _asked(request, name: str, known: dict, otherwise: int) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 and int(written) in {0, *known} else otherwise
