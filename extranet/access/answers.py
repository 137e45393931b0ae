"""The life of an access request, from the staff's side. Two who act at once: the second is told what happened."""

from django.db import transaction
from django.utils import timezone

from extranet.access import letters
from extranet.access.models import AccessRequest, Arrival, Entry, State
from extranet.access.organisations import affiliate, forget_unless_needed
from extranet.access.services import ClosedError, close, locked, tell
from portal.design.typography import french
from portal.organisations.models import Organisation
from portal.tenancy.invitations import invite
from portal.tenancy.models import Invitation, Membership
from portal.territories.models import Platform


@transaction.atomic
def accept(request: AccessRequest, *, by) -> AccessRequest:
    """Invite the sender: account, membership and affiliation are made when they follow the link.

    Raises ClosedError when the request is not under way any more, or when its organisation is not settled.
    """
    request = _under_way(request)
    if request.needs_an_organisation:
        raise ClosedError(french("Dites d’abord de quelle organisation il s’agit."), code="organisation")
    close(request, State.ACCEPTED)
    Entry.objects.create(request=request, kind=Entry.Kind.ACCEPTED, by=by)
    member = Membership.objects.of(request.tenant_id).active().filter(user__email__iexact=request.email).first()
    if member:  # let in otherwise, meanwhile
        affiliate(member, request.organisation, request.function)
        letters.write("accepted", request)
    else:
        _invite(request, by)
    return request


def _invite(request: AccessRequest, by) -> None:
    names = {"first_name": request.first_name, "last_name": request.last_name}
    told = {"organisation": request.organisation, "function": request.function, "invited_by": by}
    Arrival.objects.update_or_create(email=request.email, defaults=names | told | {"invited_at": timezone.now()})
    # An administrator may have invited the same person already, with roles: a request takes none away.
    promised = Invitation.objects.open().filter(email=request.email).first()
    roles = promised.roles if promised else []
    request.invitation = invite(request.tenant, request.email, roles, by=by, **names)
    request.save(update_fields=["invitation"])


@transaction.atomic
def question(request: AccessRequest, text: str, *, by) -> AccessRequest:
    """Ask the sender for more: the request waits for them. Raises ClosedError when it is not under way any more."""
    request = _under_way(request)
    request.state, request.waiting_since = State.ASKED, None
    request.save()
    Entry.objects.create(request=request, kind=Entry.Kind.QUESTION, by=by, text=text)
    letters.write("question", request, text=text, by=by)
    return request


@transaction.atomic
def refuse(request: AccessRequest, reason: str, *, by) -> AccessRequest:
    """Refuse, and tell the sender why. Raises ClosedError when the request is not under way any more."""
    request = _under_way(request)
    close(request, State.REFUSED)
    Entry.objects.create(request=request, kind=Entry.Kind.REFUSED, by=by, text=reason)
    letters.write("refused", request, text=reason)
    return request


@transaction.atomic
def move(request: AccessRequest, platform: Platform | None, *, by) -> AccessRequest:
    """Hand the request to those who answer for another platform; None: to the administration."""
    request = _under_way(request)
    if request.platform == platform:
        return request
    request.platform = platform
    request.save(update_fields=["platform"])
    where = platform.title if platform else "administration"
    Entry.objects.create(request=request, kind=Entry.Kind.MOVED, by=by, text=french(f"À : {where}."))
    tell(request, f"Demande d’accès de {request.name}")
    return request


@transaction.atomic
def link(request: AccessRequest, organisation: Organisation) -> AccessRequest:
    """Say that the sender works for this organisation of the directory. The proposed one goes, unless it is needed."""
    request = _under_way(request)
    former, request.organisation = request.organisation, organisation
    request.save(update_fields=["organisation"])
    if former != organisation:
        forget_unless_needed(former)
    return request


@transaction.atomic
def confirm_organisation(request: AccessRequest, *, name: str, kind: str) -> AccessRequest:
    """Let the proposed organisation into the directory, under this name and of this kind."""
    request = _under_way(request)
    organisation = request.organisation
    if organisation is None or not organisation.is_proposed:
        raise ClosedError(french("Cette organisation est déjà dans l’annuaire."))
    organisation.name, organisation.kind, organisation.is_proposed = name, kind, False
    organisation.full_clean()
    organisation.save()
    return request


def _under_way(request: AccessRequest) -> AccessRequest:
    request = locked(request)
    if not request.is_under_way:
        raise ClosedError(_how_it_stands(request))
    return request


def _how_it_stands(request: AccessRequest) -> str:
    last = request.entries.exclude(kind=Entry.Kind.JOINED).select_related("by").last()
    when = timezone.localtime(request.answered_at)
    who = f" par {last.by}" if last and last.by else ""
    return french(
        f"Trop tard : cette demande est déjà close ({request.get_state_display()}{who}, le {when:%d/%m à %H:%M})."
    )
