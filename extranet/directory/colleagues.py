"""What a référent de structure does: bring colleagues in, end their access."""

from django.db import transaction

from extranet.directory import perms
from portal.design.typography import french
from portal.organisations.models import Affiliation, Organisation, PromisedAffiliation
from portal.organisations.services import end_affiliation
from portal.tenancy import invitations
from portal.tenancy.models import Invitation, Membership
from portal.tenancy.services import RefusedError, end_membership

ALREADY_HERE = french(
    "Cette personne est déjà membre de l’espace : la coordination peut la rattacher à votre organisation."
)
ALREADY_INVITED = french("Une invitation attend déjà cette personne : elle vient de quelqu’un d’autre.")
NOT_YOURS = french("Ce rattachement ne se termine pas ici : demandez à l’administration de l’espace.")


@transaction.atomic
def invite_colleague(organisation: Organisation, email: str, *, function: str = "", by: Membership) -> Invitation:
    """Invite somebody, without a role, who will work for ``organisation`` once they accept.

    A second time sends a new link. Raises RefusedError when ``by`` is not its référent, when the address is a
    member's, and when somebody else's invitation, which may promise more, waits for it.
    """
    if not perms.may_bring_in(by, organisation):
        raise RefusedError("Vous n’êtes pas référent ou référente de cette organisation.")
    email = email.strip().lower()
    if Membership.objects.of(by.tenant_id).active().filter(user__email__iexact=email).exists():
        raise RefusedError(ALREADY_HERE)
    pending = Invitation.objects.open().filter(email=email)
    if pending.exclude(promised_affiliation__organisation=organisation).exists() or pending.exclude(roles=[]).exists():
        raise RefusedError(ALREADY_INVITED)
    invitation = invitations.invite(by.tenant, email, [], by=by.user)
    PromisedAffiliation.objects.create(invitation=invitation, organisation=organisation, function=function)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Membership) -> None:
    """Withdraw what waits for a colleague. Raises RefusedError when it is not of an organisation of ``by``."""
    promise = PromisedAffiliation.objects.filter(invitation=invitation).select_related("organisation").first()
    if promise is None or not perms.may_bring_in(by, promise.organisation):
        raise RefusedError(NOT_YOURS)
    invitations.revoke(invitation, by=by.user)


@transaction.atomic
def end_colleague(affiliation: Affiliation, *, by: Membership) -> bool:
    """End a colleague's affiliation, and their access when nothing else opens it; return whether that ended too.

    Another organisation or a role keeps the access open. Raises RefusedError where the policy says no.
    """
    affiliation = Affiliation.objects.select_related("membership", "organisation").get(pk=affiliation.pk)
    if affiliation.ended_on:
        return False
    if not perms.may_end(by, affiliation):
        raise RefusedError(NOT_YOURS)
    closes = is_only_way_in(affiliation)
    end_affiliation(affiliation, by=by.user)
    if closes:
        end_membership(affiliation.membership, by=by.user)
    return closes


def is_only_way_in(affiliation: Affiliation) -> bool:
    """Say whether a member's access rests on this affiliation alone: no role, no other organisation that exists."""
    colleague = affiliation.membership
    others = Affiliation.objects.current().filter(membership=colleague, organisation__ended_on=None)
    return not (colleague.ended_at or colleague.roles or others.exclude(pk=affiliation.pk).exists())
