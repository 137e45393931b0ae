"""Where the link of a mail leads: giving one's opinion, without signing in. And what came of it, for who organises."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from trainings import evaluating, evaluation_keys, lists, perms, results
from trainings.evaluation_forms import FORMS
from trainings.models import Training
from trainings.models.evaluations import When
from trainings.views.lists import runners_only


@csrf_exempt  # from a mail, with neither cookie nor page: the signed link is what it may do
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request, token: str):
    """Give one's opinion from a mail. Opening it changes nothing: mail scanners follow links."""
    key = evaluation_keys.find(token)
    if key is None or not _is_open(key):
        has_answered = key is not None and key.registration.answered.filter(when=key.when).exists()
        return render(request, "trainings/evaluation_closed.html", {"has_answered": has_answered}, status=410)
    form = FORMS[key.when](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            evaluating.answer(key.registration, key.when, form.said(), is_signed=form.cleaned_data["is_signed"])
        except evaluating.ClosedError:
            return redirect(request.path)
        return redirect("evaluation_thanks")
    context = {"form": form, "session": key.registration.session, "is_later": key.when == When.LATER}
    return render(request, "trainings/evaluation.html", context, status=422 if form.errors else 200)


def _is_open(key: evaluation_keys.Key) -> bool:
    return key.when in evaluating.open_to(key.registration, timezone.now())


@require_safe
def thanks(request):
    return render(request, "trainings/evaluation_thanks.html")


@runners_only
@require_safe
def of_session(request, pk: int):
    """What the people of a session thought of it."""
    session = get_object_or_404(lists.sessions(request.membership, now=timezone.now()), pk=pk)
    context = {"training": session.training, "session": session, "results": results.results_of([session])}
    return render(request, "trainings/evaluations.html", context)


@runners_only
@require_safe
def of_training(request, slug: str):
    """What people thought of all sessions of a training; a trainer reads of those they ran."""
    training = get_object_or_404(Training, slug=slug)
    rows = lists.sessions(request.membership, now=timezone.now()).past().filter(training=training)
    sessions = list(rows.order_by("-starts_at", "pk"))
    if not sessions and not perms.may_keep(request.membership):
        raise Http404
    context = {"training": training, "sessions": sessions, "results": results.results_of(sessions)}
    return render(request, "trainings/evaluations.html", context)
