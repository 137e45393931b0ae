"""The yearly renewal of the communes: files sent, what they change read by people, applied, and the way back."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.console.decorators import operator_only
from portal.console.forms import ApplyRenewalForm, RenewalForm
from portal.territories import renewal as verbs
from portal.territories.models import Commune, Intercommunality, Renewal

SHOWN = 20


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    form = RenewalForm(request.POST, request.FILES) if request.method == "POST" else RenewalForm()
    if form.is_bound and form.is_valid():
        return redirect("console_renewal", verbs.receive(form.cleaned_data["archive"], by=request.account).pk)
    context = {
        "form": form,
        "communes": Commune.objects.count(),
        "intercommunalities": Intercommunality.objects.count(),
        "renewals": Renewal.objects.select_related("asked_by")[:SHOWN],
    }
    return render(request, "console/communes.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, pk: int):
    renewal = get_object_or_404(Renewal.objects.select_related("asked_by"), pk=pk)
    answers = request.POST if request.method == "POST" else None
    form = ApplyRenewalForm(answers, lost=bool(renewal.told.get("lost")))
    if form.is_bound and form.is_valid():
        verbs.confirm(renewal, accept_removals="accept" in form.cleaned_data)
        return redirect("console_renewal", pk)
    return render(request, "console/renewal.html", {"renewal": renewal, "form": form, "told": renewal.told})


@operator_only
@require_POST
def set_aside(request, pk: int):
    if not verbs.set_aside(get_object_or_404(Renewal, pk=pk)):
        messages.error(request, "Un traitement est en cours, ou ces fichiers sont déjà appliqués ou écartés.")
        return redirect("console_renewal", pk)
    messages.success(request, "Ces fichiers sont écartés : rien n’a changé.")
    return redirect("console_communes")


@operator_only
@require_safe
@cache_control(private=True, no_store=True)
def before(request, pk: int):
    renewal = get_object_or_404(Renewal.objects.exclude(before=""), pk=pk)
    try:
        file = verbs.shelf().open(renewal.before)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(file, as_attachment=True, filename="communes-avant.zip", content_type="application/zip")
    answer["Content-Encoding"] = "identity"
    return answer
