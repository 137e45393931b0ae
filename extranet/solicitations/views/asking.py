"""Asking the platform: two short screens, all of it read again, then sent. A draft from the first screen on."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from extranet.solicitations import asking, perms, services
from extranet.solicitations.asking_forms import CaseForm, NeedForm, SendForm
from extranet.solicitations.models import Solicitation
from portal.design.typography import french

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])
ALREADY_SENT = "Cette sollicitation est déjà envoyée."
TOO_MANY = (
    f"Vous avez déjà {asking.MOST_DRAFTS} brouillons : envoyez-en un ou supprimez-en un avant d’en commencer un autre."
)


def own_or_404(request, reference: str) -> Solicitation:
    """Return what the member asked. 404 where they may not know of it, 403 where they read it without having asked."""
    rows = perms.visible(request.membership).select_related("platform", "commune", "organisation", "asked_by__user")
    row = get_object_or_404(rows, reference=reference)
    if not perms.is_author(request.membership, row):
        raise PermissionDenied
    return row


def on_a_draft(view):
    """Give the view one's own draft; lead to what is sent already."""

    @ask_then_do
    @wraps(view)
    def shown(request, reference: str):
        draft = own_or_404(request, reference)
        if not draft.is_draft:
            messages.info(request, ALREADY_SENT)
            return redirect("solicitation_sent", reference)
        return view(request, draft)

    return shown


@ask_then_do
def create(request):
    """The first screen; what it says is a draft at once."""
    if not perms.may_ask(request.membership):
        raise PermissionDenied
    if not asking.may_begin(request.membership):
        messages.error(request, french(TOO_MANY))
        return redirect("solicitations")
    return _case(request, Solicitation(tenant=request.tenant, asked_by=request.membership))


@on_a_draft
def edit_case(request, draft: Solicitation):
    """The first screen again."""
    return _case(request, draft)


def _case(request, draft: Solicitation):
    posted = request.POST if request.method == "POST" else None
    form = CaseForm(posted, instance=draft, membership=request.membership)
    if form.is_bound and form.is_valid() and _is_saved(form):
        if "keep" in request.POST:
            return _kept(request, form.instance)
        return redirect("solicitation_need", form.instance.reference)
    context = {"form": form, "draft": draft, "elsewhere": form.where.body if form.where else None}
    return render(request, "solicitations/ask_case.html", context, status=422 if form.errors else 200)


@on_a_draft
def need(request, draft: Solicitation):
    """The second screen: whole before it is read again, as it stands when it is put by."""
    is_kept = "keep" in request.POST
    form = NeedForm(request.POST if request.method == "POST" else None, instance=draft, is_kept=is_kept)
    if form.is_bound and form.is_valid() and _is_saved(form):
        return _kept(request, draft) if is_kept else redirect("solicitation_check", draft.reference)
    context = {"form": form, "draft": draft}
    return render(request, "solicitations/ask_need.html", context, status=422 if form.errors else 200)


def _is_saved(form) -> bool:
    """Save what was typed; what another tab sent or erased meanwhile is said."""
    try:
        services.save_draft(form.save(commit=False))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _kept(request, draft: Solicitation):
    until = f"{asking.kept_until(draft):%d/%m/%Y}"
    messages.success(request, french(f"Brouillon {draft.reference} gardé jusqu’au {until}, pour vous seul ou seule."))
    return redirect("solicitations")


@on_a_draft
def check(request, draft: Solicitation):
    """All of it, read again: then it is sent, once."""
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            asking.send(draft, by=request.membership)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("solicitation_sent", draft.reference)
    context = {
        "form": form, "draft": draft, "missing": asking.missing(draft), "reader": asking.who_reads(draft.platform),
        "kept_until": asking.kept_until(draft),
    }  # fmt: skip
    return render(request, "solicitations/ask_check.html", context, status=422 if form.errors else 200)


@on_a_draft
def drop(request, draft: Solicitation):
    """Erase a draft: nothing of it stays."""
    if request.method == "POST":
        services.drop_draft(draft)
        messages.success(request, french(f"Le brouillon {draft.reference} est supprimé."))
        return redirect("solicitations")
    return render(request, "solicitations/ask_drop.html", {"draft": draft})


@require_safe
def sent(request, reference: str):
    """What to keep once it is sent: the reference, who reads it, what follows."""
    asked = own_or_404(request, reference)
    if asked.is_draft:
        return redirect("solicitation_check", reference)
    context = {"solicitation": asked, "reader": asking.who_reads(asked.platform)}
    return render(request, "solicitations/ask_sent.html", context)
