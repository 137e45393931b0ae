"""Writing minutes: beside the agenda, a form for each passage, which saves itself where scripts run."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from extranet.committees import minutes as verbs
from extranet.committees import perms
from extranet.committees.minutes_compare import compare
from extranet.committees.minutes_forms import PassageForm
from extranet.committees.minutes_reading import passages_of
from extranet.committees.models import Item, Meeting, Minutes, Passage
from extranet.committees.views.minutes_finding import keeper_only
from portal.design.typography import french, hour
from portal.tenancy.services import RefusedError


@require_POST
def begin(request, pk: int):
    meetings = perms.readable(request.membership).select_related("committee")
    meeting = get_object_or_404(meetings, pk=pk)
    if not perms.may_keep(request.membership, meeting.committee):
        raise PermissionDenied
    try:
        verbs.begin(meeting, by=request.membership)
    except RefusedError as refusal:
        messages.error(request, french(refusal.message))
        return redirect("minutes", pk)
    return redirect("minutes_write", pk)


@keeper_only
@require_safe
def write(request, record: Minutes):
    """All passages of a draft, each in its own form, beside what the agenda says of it."""
    if record.state != Minutes.State.DRAFT:
        messages.info(request, french("Ce compte rendu n’est plus un brouillon : son texte ne change pas ici."))
        return redirect("minutes", record.meeting_id)
    return _page(request, record)


def _page(request, record: Minutes, *, refused: dict | None = None, status: int = 200):
    passages = passages_of(record, only_written=False)
    for passage in passages:
        passage.typed, passage.why = (refused or {}).get(passage.pk, (passage.text, ""))
    known = {passage.item_id for passage in passages}
    has_new = Item.objects.filter(meeting=record.meeting).exclude(pk__in=known - {None}).exists()
    context = {"minutes": record, "meeting": record.meeting, "passages": passages, "has_new": has_new}
    context["is_over"] = record.meeting.state == Meeting.State.HELD
    return render(request, "committees/minutes_write.html", context, status=status)


@keeper_only
@require_POST
def bring_items(request, record: Minutes):
    """Follow the agenda, which changed since the minutes were begun."""
    try:
        verbs.bring_items(record)
    except RefusedError as refusal:
        messages.error(request, french(refusal.message))
    return redirect("minutes_write", record.meeting_id)


@keeper_only
@require_POST
def save(request, record: Minutes, passage: int):
    """Save a passage: an answer in JSON to the script, a page to who works without it. 409: both texts, none lost."""
    passage, form = get_object_or_404(record.passages, pk=passage), PassageForm(request.POST)
    if not form.is_valid():
        why = next((error for errors in form.errors.values() for error in errors), "")
        return _refused(request, record, passage, str(why))
    try:
        saved = verbs.write(
            passage, form.cleaned_data["text"], read_version=form.cleaned_data["version"], by=request.membership
        )
    except verbs.StaleTextError as stale:
        return _both(request, record, stale.passage, form.cleaned_data["text"])
    except RefusedError as refusal:
        return _refused(request, record, passage, refusal.message)
    if _is_script(request):
        return JsonResponse({"version": saved.version, "said": f"Enregistré à {_now()}"})
    messages.success(request, french(f"« {saved} » : enregistré."))
    return redirect(reverse("minutes_write", args=[record.meeting_id]) + f"#passage-{saved.pk}")


def _refused(request, record: Minutes, passage: Passage, why: str):
    if _is_script(request):
        return JsonResponse({"why": french(why)}, status=422)
    typed = request.POST.get("text", "")
    return _page(request, record, refused={passage.pk: (typed, why)}, status=422)


def _both(request, record: Minutes, passage: Passage, mine: str):
    """Show what somebody else saved meanwhile beside what was just sent."""
    mine = mine.replace("\r\n", "\n").strip()
    by = str(passage.written_by.user) if passage.written_by else "Quelqu’un"
    if _is_script(request):
        return JsonResponse({"version": passage.version, "text": passage.text, "by": by}, status=409)
    context = {
        "minutes": record, "meeting": record.meeting, "passage": passage, "mine": mine, "by": by,
        "runs": compare(passage.text, mine),
    }  # fmt: skip
    return render(request, "committees/minutes_stale.html", context, status=409)


def _is_script(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _now() -> str:
    now = timezone.localtime()
    return hour(now.hour, now.minute)
