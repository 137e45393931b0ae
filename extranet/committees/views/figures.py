"""The figures of a committee, as a page and as files, for who sits there and who keeps it."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from extranet.committees import decided, figures_shown, perms
from extranet.committees.figures import of_committee
from extranet.committees.models import Committee
from extranet.committees.views.register import file_of
from portal.design.spreadsheets import XLSX, write_csv, write_xlsx

CSV = "text/csv; charset=utf-8"


def of_those_who_sit(view):
    """Give a view the committee of its address; 404 to who does not sit there today, nor keeps it."""

    @wraps(view)
    def guarded(request, slug: str):
        committee = get_object_or_404(perms.known_to(request.membership), slug=slug)
        if not decided.may_read_figures(request.membership, committee):
            raise Http404
        return view(request, committee)

    return guarded


@require_safe
@of_those_who_sit
def figures(request, committee: Committee):
    found = of_committee(committee)
    context = {
        "committee": committee, "figures": found, "attendance": figures_shown.attendance_charts(found),
        "attendance_table": figures_shown.attendance_table(found), "follow_up": figures_shown.decision_charts(found),
        "decision_table": figures_shown.decision_table(found),
    }  # fmt: skip
    return render(request, "committees/figures.html", context)


@require_safe
@of_those_who_sit
def as_xlsx(request, committee: Committee):
    return file_of(write_xlsx(figures_shown.sheets(of_committee(committee))), XLSX, f"chiffres-{committee.slug}.xlsx")


@require_safe
@of_those_who_sit
def attendance_csv(request, committee: Committee):
    rows = figures_shown.attendance_rows(of_committee(committee))
    return file_of(write_csv(rows), CSV, f"presences-{committee.slug}.csv")


@require_safe
@of_those_who_sit
def decisions_csv(request, committee: Committee):
    rows = figures_shown.decision_rows(of_committee(committee))
    return file_of(write_csv(rows), CSV, f"chiffres-des-decisions-{committee.slug}.csv")
