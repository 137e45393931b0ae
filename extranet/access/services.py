"""The life of an access request, from its sender's side: asking, confirming, writing, withdrawing."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from extranet.access import keys, letters
from extranet.access.models import CONFIRMABLE_FOR, MOST_TRIES, AccessRequest, Entry, State
from extranet.access.organisations import forget_unless_needed, propose
from extranet.access.perms import who_is_told
from portal.design.typography import french
from portal.notifications.notices import notify
from portal.notifications.subjects import Subject, declare
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import RefusedError

TO_ANSWER = declare(Subject(code="access.requests", label="Demandes d’accès auxquelles je réponds"))


class ClosedError(RefusedError):
    """The request is no longer in a state where this can be done; the message says how things stand."""


@transaction.atomic
def ask(request: AccessRequest) -> None:
    """Take in a request that was just written. Whatever is known of its address, the only answer is a mail to it.

    A request that nobody confirmed gives way to the new one. Somebody who is a member, or whose request is under
    way, is told so, and nothing is kept.
    """
    request.adopt_tenant()
    Tenant.objects.select_for_update(no_key=True).get(pk=request.tenant_id)  # one at a time: two would be open
    if Membership.objects.of(request.tenant_id).active().filter(user__email__iexact=request.email).exists():
        return letters.write_to(request.email, "already_member", request.tenant)
    if known := AccessRequest.objects.under_way().select_related("tenant").filter(email=request.email).first():
        return letters.write("already_asked", known)
    AccessRequest.objects.filter(email=request.email, state=State.TO_CONFIRM).delete()
    request.token_digest = keys.digest(keys.token_of(request))
    request.save()
    Entry.objects.create(request=request, kind=Entry.Kind.SENT)
    _send_confirmation(request)


@transaction.atomic
def send_again(request: AccessRequest) -> None:
    """Mail a new code, and give the link its time anew."""
    request = locked(request)
    if request.state == State.TO_CONFIRM:
        _send_confirmation(request)


def _send_confirmation(request: AccessRequest) -> None:
    code = keys.new_code()
    request.code_digest, request.code_tries = keys.code_digest(request, code), 0
    request.confirmable_until = timezone.now() + CONFIRMABLE_FOR
    request.save(update_fields=["code_digest", "code_tries", "confirmable_until"])
    letters.write("confirm", request, code=code)


@transaction.atomic
def confirm_by_code(email: str, code: str) -> AccessRequest | None:
    """Confirm the address by the code that was mailed to it; None when it does not. Five tries, then the link alone."""
    waiting = AccessRequest.objects.filter(email=email.strip().lower(), state=State.TO_CONFIRM)
    request = waiting.select_for_update(of=("self",)).first()
    if request is None or not request.is_confirmable or request.code_tries >= MOST_TRIES:
        return None
    if not keys.is_code(request, code):
        request.code_tries += 1
        request.save(update_fields=["code_tries"])
        return None
    return confirm(request)


@transaction.atomic
def confirm(request: AccessRequest) -> AccessRequest:
    """Let staff see the request: its sender holds the address. Raises ClosedError once its time is over."""
    request = locked(request)
    if request.state != State.TO_CONFIRM:
        return request
    if not request.is_confirmable:
        raise ClosedError(french("Ce lien valait vingt-quatre heures : demandez-en un nouveau."))
    request.state, request.code_digest = State.RECEIVED, ""
    request.confirmed_at = request.waiting_since = timezone.now()
    request.organisation = request.organisation or propose(request.organisation_name)
    request.save()
    Entry.objects.create(request=request, kind=Entry.Kind.CONFIRMED)
    tell(request, f"Demande d’accès de {request.name}")
    return request


@transaction.atomic
def reply(request: AccessRequest, text: str) -> AccessRequest:
    """Add the sender's words: the request waits for an answer from here again. Raises ClosedError once it is closed."""
    request = locked(request)
    if not request.is_under_way:
        raise ClosedError(french("Cette demande est close : vous pouvez en faire une autre."))
    if request.state == State.ASKED:
        request.state, request.waiting_since = State.RECEIVED, timezone.now()
        request.reminded_at = request.escalated_at = None
        request.save()
    Entry.objects.create(request=request, kind=Entry.Kind.REPLY, text=text)
    tell(request, f"{request.name} a répondu à votre question")
    return request


@transaction.atomic
def withdraw(request: AccessRequest) -> None:
    """End the request for its sender. One that nobody here has seen is erased; one that is closed stays as it is."""
    request = locked(request)
    if request.state == State.TO_CONFIRM:
        request.delete()
    elif request.is_under_way:
        close(request, State.WITHDRAWN)
        Entry.objects.create(request=request, kind=Entry.Kind.WITHDRAWN)


def close(request: AccessRequest, state: State) -> None:
    """Give a locked request its last state."""
    request.state, request.waiting_since, request.answered_at = state, None, timezone.now()
    request.save()
    if state != State.ACCEPTED:
        forget_unless_needed(request.organisation)


def tell(request: AccessRequest, title: str, *, to: list[Membership] | None = None) -> None:
    """Tell those who answer, or ``to``, that something waits for them."""
    notify(who_is_told(request) if to is None else to, TO_ANSWER, title=title, url=url_of(request))


def url_of(request: AccessRequest) -> str:
    """Return the path of the request's sheet, for staff."""
    return reverse("access_request", "portal.urls", args=[request.pk])


def locked(request: AccessRequest) -> AccessRequest:
    """Return the row as it is now, ours until the transaction ends."""
    rows = AccessRequest.objects.select_related("tenant", "organisation", "platform")
    locked = rows.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if locked is None:
        raise ClosedError("Cette demande a été effacée.")
    return locked
