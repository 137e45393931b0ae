"""« Équipe », in the back-office: who is here, with which roles, and who changed what."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.second_factor import Authenticator
from portal.design.typography import french
from portal.tenancy import invitations, second_factor, services
from portal.tenancy.capabilities import DESCRIPTIONS, matrix
from portal.tenancy.decorators import only_with
from portal.tenancy.forms import InvitationForm, RolesForm, TeamFilterForm
from portal.tenancy.history import history_of, history_of_the_team
from portal.tenancy.models import Invitation, Membership, Role
from portal.tenancy.permissions import MANAGE_TEAM
from portal.tenancy.team import ON_MEMBERS, team_of

PER_PAGE = 50
team_only = only_with(MANAGE_TEAM)
ask_then_do = require_http_methods(["GET", "HEAD", "POST"])


def screen(request, template: str, title: str, *, within_the_team: bool = True, **context):
    """Draw a screen of the back-office, with the way back to it."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": "Accueil"}]
    if within_the_team:
        trail.append({"url": reverse("team:index"), "label": "Équipe"})
    trail.append({"url": "", "label": title})
    status = 422 if "form" in context and context["form"].errors else 200
    shared = {"header_title": title, "page_title": title, "header_icon": "group", "breadcrumbs_items": trail}
    return render(request, f"tenancy/admin/{template}.html", shared | context, status=status)


@team_only
@require_safe
def index(request):
    filters = TeamFilterForm(request.GET)
    team = team_of(request.tenant, **filters.narrowing())
    page = Paginator(team, PER_PAGE).get_page(request.GET.get("p"))
    return screen(request, "team", "Équipe", within_the_team=False, filters=filters, people=page)


@team_only
@ask_then_do
def invite(request):
    form = InvitationForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invitations.invite(request.tenant, **form.cleaned_data, by=request.user)
        except services.RefusedError as refusal:
            form.add_error("email", refusal)
        else:
            messages.success(request, f"Une invitation part à {invitation.email}.")
            return redirect("team:index")
    return screen(request, "invite", "Inviter", form=form)


@team_only
@ask_then_do
def member(request, pk: int):
    """One person here: their roles, to change unless they are one's own, and their history."""
    membership = _member(request, pk)
    form = RolesForm(_posted(request), initial={"roles": membership.roles})
    if request.method == "POST" and form.is_valid():
        return _do(request, membership, services.give_roles, "Rôles enregistrés.", form.cleaned_data["roles"])
    return screen(
        request, "member", str(membership.user), membership=membership, form=form,
        is_me=membership.user == request.user, history=history_of(membership),
        sections=ON_MEMBERS.of(membership, request.user),
        has_second_factor=Authenticator.objects.filter(user=membership.user_id).exists(),
    )  # fmt: skip


@team_only
@ask_then_do
def end(request, pk: int):
    membership = _member(request, pk)
    if request.method == "POST":
        return _do(request, membership, services.end_membership, f"L’accès de {membership.user} a pris fin.")
    return screen(request, "end", f"Mettre fin à l’accès de {membership.user}", membership=membership)


@team_only
@ask_then_do
def reopen(request, pk: int):
    membership = _member(request, pk)
    if request.method == "POST":
        return _do(request, membership, services.reopen_membership, f"L’accès de {membership.user} est rouvert.")
    return screen(request, "reopen", f"Rouvrir l’accès de {membership.user}", membership=membership)


@team_only
@ask_then_do
def reset_second_factor(request, pk: int):
    """For somebody who lost their telephone and their recovery codes."""
    membership = _member(request, pk)
    if request.method == "POST":
        words = f"La double authentification de {membership.user} est réinitialisée, un courriel le lui dit."
        return _do(request, membership, second_factor.reset_for_member, words)
    refusal = second_factor.why_not_reset(membership, by=request.user)
    return screen(
        request, "reset_second_factor", f"Réinitialiser la double authentification de {membership.user}",
        membership=membership, refusal=refusal,
    )  # fmt: skip


@team_only
@ask_then_do
def invitation(request, pk: int):
    """A pending invitation, to send again or to withdraw."""
    pending = get_object_or_404(Invitation.objects.pending().select_related("invited_by", "tenant"), pk=pk)
    if request.method != "POST":
        return screen(request, "invitation", f"Invitation de {pending.email}", invitation=pending)
    if "resend" in request.POST:
        invitations.resend(pending, by=request.user)
        messages.success(request, french(f"Un nouveau lien part à {pending.email} ; le précédent ne marche plus."))
    else:
        invitations.revoke(pending, by=request.user)
        messages.success(request, f"L’invitation de {pending.email} est retirée.")
    return redirect("team:index")


@team_only
@require_safe
def history(request):
    page = Paginator(history_of_the_team(request.tenant), PER_PAGE).get_page(request.GET.get("p"))
    return screen(request, "history", "Qui a fait quoi", history=page)


@require_safe
def roles(request):
    """Who may do what: for all staff, so that everyone knows whom to ask."""
    described = [(role.label, french(DESCRIPTIONS[role])) for role in Role]
    return screen(
        request, "roles", french("Rôles : qui peut faire quoi"), within_the_team=False,
        header_icon="help", matrix=matrix(), described=described,
    )  # fmt: skip


def _posted(request):
    """Return what was posted: no box ticked is an answer too."""
    return request.POST if request.method == "POST" else None


def _member(request, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.of(request.tenant).select_related("user"), pk=pk)


def _do(request, membership: Membership, verb, done: str, *args):
    """Run a verb of services; say what it did, or why it refused, on the member's screen."""
    try:
        verb(membership, *args, by=request.user)
    except services.RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, french(done))
    return redirect("team:member", membership.pk)
