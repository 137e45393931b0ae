"""What a member asked: the list, completing what is missing, withdrawing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from extranet.solicitations import journal, mine, perms, services
from extranet.solicitations.asking_forms import CompleteForm, WithdrawForm
from extranet.solicitations.models import JournalEntry, Message, State
from extranet.solicitations.models.lists import EndReason
from extranet.solicitations.views.asking import ask_then_do, own_or_404
from portal.design.typography import french

PER_PAGE = 20
NOTHING_ASKED = "Rien n’est à compléter dans cette sollicitation."
OVER = "Cette sollicitation a déjà sa réponse : elle ne se retire plus."


@require_safe
def solicitations(request):
    """One's own, those that wait for oneself first; to who coordinates, the way to their platform's."""
    me = request.membership
    context = {
        "page": Paginator(mine.sent(me), PER_PAGE).get_page(request.GET.get("p")),
        "waiting": mine.waiting(me), "drafts": mine.drafts(me), "shared": mine.shared(me),
        "coordinates": mine.coordinates(me), "accompanies": mine.accompanies(me), "may_ask": perms.may_ask(me),
        "may_read_figures": perms.may_read_figures(me),
    }  # fmt: skip
    return render(request, "solicitations/list.html", context)


@ask_then_do
def complete(request, reference: str):
    """Correct what was said and answer the platform's question, in one go."""
    asked = own_or_404(request, reference)
    if asked.state != State.TO_COMPLETE:
        messages.info(request, NOTHING_ASKED)
        return redirect("solicitation", reference)
    if request.method == "GET":
        journal.write(asked, JournalEntry.Act.READ, by=request.membership)
    question = asked.messages.filter(kind=Message.Kind.QUESTION).last()
    form = CompleteForm(request.POST if request.method == "POST" else None, instance=asked)
    if form.is_bound and form.is_valid():
        try:
            services.complete(form.save(commit=False), form.cleaned_data["text"], by=request.membership)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, french(f"{reference} : votre réponse est partie, la plateforme reprend l’étude."))
            return redirect("solicitation", reference)
    context = {"form": form, "solicitation": asked, "question": question}
    return render(request, "solicitations/complete.html", context, status=422 if form.errors else 200)


@ask_then_do
def withdraw(request, reference: str):
    """End what one asked oneself, until it has its answer."""
    asked = own_or_404(request, reference)
    if asked.is_draft:
        raise PermissionDenied
    if not asked.is_under_way:
        messages.info(request, OVER)
        return redirect("solicitation", reference)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.end(asked, EndReason.WITHDRAWN, form.cleaned_data["text"], by=request.membership)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, french(f"La sollicitation {reference} est retirée."))
            return redirect("solicitations")
    context = {"form": form, "solicitation": asked}
    return render(request, "solicitations/withdraw.html", context, status=422 if form.errors else 200)
