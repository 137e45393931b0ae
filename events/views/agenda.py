"""The agenda: what is to come as a list, a month, a week, and what is past."""

import datetime

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import agenda, perms
from events.forms import AgendaForm
from events.papers import papers_of
from events.periods import Month, Period, Week, month_written, week_written
from portal.tenancy.cache import remember
from portal.tenancy.kept_pages import LONGEST, same_for_every_visitor
from portal.tenancy.models import Membership
from portal.territories.models import Platform

PER_PAGE = 30
DRAWN_A_DAY = 3
"""How many entries a day of the month draws: the rest of a full day is one link away."""
BACK = datetime.timedelta(days=2 * 366)
NEAR = datetime.timedelta(days=366)
"""Which months and weeks are kept for visitors: a century of them would crowd out all other pages."""


@require_safe
@same_for_every_visitor
def coming(request):
    """The default: a list, the soonest first."""
    narrowing, wish, context = _asked(request, has_period=True)
    entries = agenda.asked(request.membership, wish, *agenda.stretch(narrowing, now=timezone.now()))
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "events/coming.html", context | {"page": page, "view": "liste"})


@require_safe
@same_for_every_visitor
def past(request):
    """What took place these last two years, the latest first, with its documents."""
    _, wish, context = _asked(request, has_period=False)
    now = timezone.now()
    # What begins and ends while the page may be kept is read too, so that it is drawn anew then.
    entries = agenda.asked(request.membership, wish, now - BACK, now + LONGEST)
    entries = [each for each in entries if each.entry.ends_at <= now]
    page = Paginator(entries[::-1], PER_PAGE).get_page(request.GET.get("p"))
    papers = papers_of([each.entry.uid for each in page], request.membership)
    rows = [(each, papers.get(each.entry.uid, ())) for each in page]
    return render(request, "events/past.html", context | {"page": page, "rows": rows, "view": "passes"})


@require_safe
def month(request, written: str = ""):
    """A month as a picture, that is a list of days for whoever does not see it."""
    if written and not (shown := month_written(written)):
        raise Http404
    if not written:
        return redirect(_now(request, "agenda_month", Month))
    _, wish, context = _asked(request, has_period=False)
    if request.membership or context["kept"]:
        picture = _picture(request.membership, shown, wish, context)
    else:  # the same for every visitor, until something changes
        name = f"agenda:{shown}:{context['today']}"
        picture = remember(request.tenant, name, lambda: _picture(None, shown, wish, context))
    context |= {"period": shown, "view": "mois"} | picture
    return _drawing_of(shown)(request, "events/month.html", context | _around(shown, Month))


def _picture(membership: Membership | None, shown: Month, wish: agenda.Wish, context: dict) -> dict:
    """Return the days of a month as they are drawn, its first day, and how many dates it has."""
    entries = agenda.asked(membership, wish, shown.start, shown.end)
    days = agenda.days_of(shown.days, entries, most=DRAWN_A_DAY, month=shown.month)
    here = [day for day in shown.days if day.month == shown.month]
    count = sum(each.first_day <= here[-1] and each.last_day >= here[0] for each in entries)
    drawn = render_to_string("events/_days.html", context | {"days": days})
    return {"first": here[0], "count": count, "drawn": drawn}


@require_safe
def week(request, written: str = ""):
    """A week, day by day."""
    if written and not (shown := week_written(written)):
        raise Http404
    if not written:
        return redirect(_now(request, "agenda_week", Week))
    _, wish, context = _asked(request, has_period=False)
    entries = agenda.asked(request.membership, wish, shown.start, shown.end)
    context |= {"period": shown, "days": agenda.days_of(shown.days, entries), "count": len(entries), "view": "semaine"}
    return _drawing_of(shown)(request, "events/week.html", context | _around(shown, Week))


def _drawing_of(shown: Period):
    """Return what draws a month or a week; what is near is kept for the next visitor."""
    today = timezone.localdate()
    return same_for_every_visitor(render) if today - NEAR <= shown.first <= today + NEAR else render


def _now(request, name: str, kind) -> str:
    """Return the address of the month or week of today; what was asked stays."""
    return reverse(name, args=[kind.of(timezone.localdate())], query=request.GET)


def _asked(request, *, has_period: bool):
    """Return what narrows the agenda, as words, as a wish, and what every view of it shows."""
    platforms = list(Platform.objects.order_by("name__unaccent", "pk"))
    form = AgendaForm(request.GET, membership=request.membership, platforms=platforms, has_period=has_period)
    narrowing = form.narrowing()
    wish = agenda.wish_of(request.tenant, narrowing)
    kept = request.GET.copy()
    for name in ("p", "du", "au"):
        kept.pop(name, None)
    context = {
        "filters": form.shown(), "narrowing": narrowing, "wish": wish, "kept": kept.urlencode(),
        "day_link": f"{reverse('agenda')}?{kept.urlencode()}{'&' if kept else ''}",
        "today": timezone.localdate(), "keeps": perms.may_keep(request.membership),
    }  # fmt: skip
    return narrowing, wish, context


def _around(shown, kind) -> dict:
    this = kind.of(timezone.localdate())
    return {"previous": shown.previous, "next": shown.next, "this": this, "is_this": shown == this}
