"""The public side: asking, confirming one's address, following one's request. Opening a page changes nothing."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from extranet.access import keys, services
from extranet.access.forms import AskForm, CodeForm, WordsForm
from extranet.access.models import AccessRequest
from extranet.access.organisations import suggested
from portal.design.typography import french
from portal.tenancy.throttle import too_often, used_up

TOO_OFTEN = "Vous avez envoyé plusieurs demandes en peu de temps. Réessayez dans une heure."
WRONG_CODE = "Ce code ne convient pas, ou n’est plus valable. Vérifiez-le, ou suivez le lien reçu par courriel."
TYPED = "access_email"  # in the session: what the next page writes beforehand
LETTERS_A_DAY, DAY = 3, 24 * 60 * 60
CODES_AN_HOUR = 20

ask_then_do = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@ask_then_do
def ask(request):
    if request.membership:
        return redirect("dashboard")
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, instance=AccessRequest(tenant=request.tenant), initial=_known_of(request.account))
    status = 200
    if request.method == "POST":
        if form.is_from_a_machine:
            return redirect("access_confirm")  # it is told nothing
        if form.is_valid():
            if not too_often(request, "access"):
                return _sent(request, form.save(commit=False))
            form.add_error(None, TOO_OFTEN)
            status = 429
        else:
            status = 422
    return render(request, "access/ask.html", {"form": form}, status=status)


def _known_of(account) -> dict[str, str]:
    """Return what a person who has an account elsewhere need not type."""
    if not account.is_authenticated:
        return {}
    return {"first_name": account.first_name, "last_name": account.last_name, "email": account.email}


def _sent(request, asked: AccessRequest):
    """Answer in the same way whatever is known of the address."""
    if not used_up(asked.email, "access-letters", limit=LETTERS_A_DAY, window=DAY):
        services.ask(asked)
    request.session[TYPED] = asked.email
    return redirect("access_confirm")


@require_safe
@cache_control(public=True, max_age=300)
def organisations(request):
    """Names of organisations of the directory, for the list under the field."""
    typed = request.GET.get("q", "")[:100]
    found = suggested(typed) if len(typed.strip()) > 1 else []
    notes = [{"label": each.name, "note": each.seat.name if each.seat else ""} for each in found]
    return JsonResponse({"suggestions": notes})


@never_cache
@ask_then_do
def confirm(request):
    """The code of the mail, for whoever reads it on another device."""
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, initial={"email": request.session.get(TYPED, "")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if too_often(request, "access-code", limit=CODES_AN_HOUR):
                form.add_error(None, "Trop d’essais : réessayez dans une heure, ou suivez le lien reçu par courriel.")
                status = 429
            elif asked := services.confirm_by_code(**form.cleaned_data):
                return _confirmed(request, asked)
            else:
                form.add_error("code", WRONG_CODE)
    sent_to = request.session.get(TYPED, "")
    return render(request, "access/confirm.html", {"form": form, "sent_to": sent_to}, status=status)


def _confirmed(request, asked: AccessRequest):
    request.session.pop(TYPED, None)
    messages.success(request, french("Votre adresse est confirmée : votre demande est transmise."))
    return redirect("access_follow", keys.token_of(asked))


@never_cache
@ask_then_do
def follow(request, token: str):
    """The sender's page: the state in plain words, the thread, and what they may do."""
    asked = keys.find(token)
    if asked is None:
        return render(request, "access/gone.html", status=410)
    posted = request.POST if "reply" in request.POST else None
    form = WordsForm(posted, label="Votre réponse", required="Écrivez votre réponse.", hint="Ne nommez aucun ménage.")
    if request.method == "POST" and (posted is None or form.is_valid()):
        return _act(request, asked, form)
    entries = asked.entries.select_related("by")
    status = 422 if form.errors else 200
    context = {"asked": asked, "entries": entries, "form": form, "recipient": asked.platform}
    return render(request, "access/follow.html", context, status=status)


def _act(request, asked: AccessRequest, form: WordsForm):
    try:
        if "confirm" in request.POST:
            services.confirm(asked)
            return _confirmed(request, asked)
        if "again" in request.POST:
            return _send_again(request, asked)
        if "withdraw" in request.POST:
            services.withdraw(asked)
            messages.success(request, "Votre demande est retirée.")
        elif "reply" in request.POST and not too_often(request, "access-reply"):
            services.reply(asked, form.cleaned_data["text"])
            messages.success(request, "Votre réponse est partie.")
        else:
            messages.error(request, TOO_OFTEN)
    except services.ClosedError as refusal:
        messages.error(request, refusal.message)
    return redirect(request.path)


def _send_again(request, asked: AccessRequest):
    if not used_up(asked.email, "access-letters", limit=LETTERS_A_DAY, window=DAY):
        services.send_again(asked)
    messages.success(request, french(f"Un nouveau message part à {asked.email}. Trois au plus en un jour."))
    return redirect(request.path)
