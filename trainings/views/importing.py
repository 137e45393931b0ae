"""Bringing in past attendance: choose a file, read what would become of each line, confirm."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.design.spreadsheets import XLSX, Sheet, UnreadableError, read, refuse_formulas, write_csv, write_xlsx
from portal.design.typography import french
from trainings import importing, perms
from trainings.import_columns import TITLES
from trainings.importing import Fate

STALE = french(
    "Rien n’est écrit : des inscriptions ont changé, ou la relecture a trop attendu. Choisissez de nouveau le fichier."
)


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fichier CSV ou XLSX", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=french(
            f"Au plus {importing.MOST_LINES} lignes et 2 Mo. Rien n’est écrit avant que vous ayez relu chaque ligne."
        ),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )  # fmt: skip


def keepers_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not perms.may_keep(request.membership):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def import_attendance(request):
    """Choose a file, read the fate of each line, confirm."""
    if request.method == "POST" and "confirmed" in request.POST:
        return _apply(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines, signed = _read(file.name, file.read(), request.membership)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            context = {"lines": lines, "counts": _counts(lines), "signed": signed, "file": file.name,
                       "is_something": any(line.fate in (Fate.ADDED, Fate.CHANGED) for line in lines)}  # fmt: skip
            return render(request, "trainings/import_plan.html", context)
    context = {"form": form, "columns": list(TITLES.values())}
    return render(request, "trainings/import.html", context, status=422 if form.errors else 200)


def _read(name: str, content: bytes, by) -> tuple[list[importing.Line], str]:
    rows = read(name, content)
    refuse_formulas(name, content, rows)
    lines = importing.plan(rows, by=by)
    return lines, importing.sign(rows, lines, by=by)


def _apply(request):
    try:
        lines = importing.apply(request.POST["confirmed"], by=request.membership)
    except importing.StaleError:
        messages.error(request, STALE)
        return redirect("attendance_import")
    told = ", ".join(f"{count} {fate}{'s' if count > 1 else ''}" for fate, count in _counts(lines))
    messages.success(request, french(f"Reprise terminée. Lignes : {told}."))
    return redirect("attendance_import")


def _counts(lines) -> list[tuple[Fate, int]]:
    return [(fate, count) for fate in Fate if (count := sum(line.fate == fate for line in lines))]


@keepers_only
@require_safe
def template_csv(request):
    return _file(write_csv(importing.template()), "text/csv; charset=utf-8", "presences-modele.csv")


@keepers_only
@require_safe
def template_xlsx(request):
    return _file(write_xlsx([Sheet("Présences", importing.template())]), XLSX, "presences-modele.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
