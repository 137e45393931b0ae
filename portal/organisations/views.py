"""Screens of the back-office beside the lists: confirm, reunite, import, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.design.spreadsheets import XLSX, Sheet, UnreadableError, read, write_csv, write_xlsx
from portal.design.typography import french
from portal.organisations import importing, services
from portal.organisations.forms import ImportForm, MergeForm
from portal.organisations.importing import Fate
from portal.organisations.models import Affiliation, Organisation
from portal.organisations.permissions import KEEP
from portal.organisations.searching import search
from portal.tenancy.decorators import only_with
from portal.tenancy.services import RefusedError

keepers_only = only_with(KEEP)
ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
STALE = french(
    "Rien n’a été importé : l’annuaire a changé, ou la relecture a trop attendu. Choisissez de nouveau le fichier."
)


def screen(request, template: str, title: str, **context):
    """Draw a screen of the back-office, with the way back to the organisations."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
        {"url": reverse("organisation:index"), "label": "Organisations"},
        {"url": "", "label": title},
    ]
    status = 422 if "form" in context and context["form"].errors else 200
    shared = {"header_title": title, "page_title": title, "header_icon": "group", "breadcrumbs_items": trail}
    return render(request, f"organisations/admin/{template}.html", shared | context, status=status)


@keepers_only
@ask_then_do
def confirm(request, pk: int):
    """A proposed organisation: new indeed, or another name of one that is known."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if request.method == "POST":
        services.confirm(organisation, by=request.user)
        messages.success(request, french(f"« {organisation} » est dans l’annuaire."))
        return redirect("organisation:index")
    others = dict(Organisation.objects.current().exclude(pk=pk).values_list("pk", "name"))
    words = organisation.name.split()
    near = {key for word in words if len(word) > 3 for key in search(word, others.items())}
    alike = sorted((others[key], key) for key in near)[:10]
    return screen(request, "confirm", f"Confirmer {organisation}", organisation=organisation, alike=alike)


@keepers_only
@ask_then_do
def merge(request, pk: int):
    """Reunite a duplicate with this organisation: choose it, read what moves, then confirm."""
    into = get_object_or_404(Organisation, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = MergeForm(posted, into=into, initial={"duplicate": request.GET.get("doublon")})
    context = {"into": into, "form": form}
    if posted is not None and form.is_valid():
        duplicate = form.cleaned_data["duplicate"]
        if "confirmed" in posted:
            try:
                services.merge(duplicate, into, by=request.user)
            except RefusedError as refusal:
                form.add_error("duplicate", refusal)
            else:
                messages.success(request, french(f"« {duplicate} » est réunie avec « {into} »."))
                return redirect("organisation:edit", into.pk)
        else:
            people = Affiliation.objects.current().filter(organisation=duplicate).select_related("membership__user")
            return screen(
                request, "merge_confirm", f"Réunir avec {into}", duplicate=duplicate, people=people, **context
            )
    return screen(request, "merge", f"Réunir un doublon avec {into}", **context)


@keepers_only
@ask_then_do
def import_organisations(request):
    """Choose a file, read the fate of each line, confirm."""
    if request.method == "POST" and "confirmed" in request.POST:
        return _apply(request)
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read(file.name, file.read())
            lines = importing.plan(rows)
            signed = importing.sign(rows, lines, user=request.user)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            context = {"lines": lines, "counts": _counts(lines), "signed": signed, "file": file.name}
            return screen(request, "import_plan", "Le sort de chaque ligne", **context)
    return screen(request, "import", "Importer des organisations", form=form, columns=importing.COLUMNS)


def _apply(request):
    try:
        lines = importing.apply(request.POST["confirmed"], by=request.user)
    except importing.StaleError:
        messages.error(request, STALE)
        return redirect("directory_tools:import")
    told = ", ".join(f"{count} {fate}{'s' if count > 1 else ''}" for fate, count in _counts(lines))
    messages.success(request, french(f"Import terminé : {told}."))
    return redirect("organisation:index")


def _counts(lines) -> list[tuple[Fate, int]]:
    return [(fate, count) for fate in Fate if (count := sum(line.fate == fate for line in lines))]


@keepers_only
@require_safe
def export(request):
    """All organisations, as a file that the import takes back unchanged."""
    rows = importing.exported()
    day = timezone.localdate().isoformat()
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(write_xlsx([Sheet("Organisations", rows)]), content_type=XLSX)
        name = f"organisations-{day}.xlsx"
    else:
        response = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
        name = f"organisations-{day}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
