"""Who works for which organisation, and organisations that turn out to be one."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.utils import timezone
from wagtail.log_actions import log

from portal.organisations.models import Affiliation, JoinRequest, Organisation, Profile, PromisedAffiliation
from portal.tenancy.invitations import revoke
from portal.tenancy.models import Invitation, Membership
from portal.tenancy.services import RefusedError

KEPT_AFTER_ANSWER = datetime.timedelta(days=180)

FILLED = ("mission", "seat", "website", "phone", "email", "internal_contact")
"""What the organisation that stays takes from its duplicate where it says nothing itself."""


@transaction.atomic
def affiliate(
    membership: Membership, organisation: Organisation, *, function: str = "", is_referent: bool = False
) -> Affiliation:
    """Let a member work for an organisation from today on. Somebody who already does keeps what is written."""
    affiliation, created = Affiliation.objects.get_or_create(
        membership=membership, organisation=organisation, ended_on=None,
        defaults={"tenant_id": membership.tenant_id, "function": function, "is_referent": is_referent},
    )  # fmt: skip
    if not created and ((function and not affiliation.function) or (is_referent and not affiliation.is_referent)):
        affiliation.function = affiliation.function or function
        affiliation.is_referent = affiliation.is_referent or is_referent
        affiliation.save(update_fields=["function", "is_referent"])
    return affiliation


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, by) -> Affiliation:
    """Let a member work for an organisation no more, from today on; what they sent in its name is withdrawn."""
    affiliation = Affiliation.objects.select_for_update(of=("self",)).get(pk=affiliation.pk)
    if affiliation.ended_on is None:
        affiliation.ended_on = max(timezone.localdate(), affiliation.started_on)
        affiliation.save(update_fields=["ended_on"])
        log(affiliation, "organisations.affiliation_ended", user=by, title=str(affiliation))
        withdraw_invitations(affiliation, by=by)
    return affiliation


@transaction.atomic
def withdraw_invitations(affiliation: Affiliation, *, by) -> None:
    """Withdraw what waits of a person who brings nobody into this organisation any more."""
    sent = Invitation.objects.pending().filter(
        promised_affiliation__organisation=affiliation.organisation_id, invited_by=affiliation.membership.user_id
    )
    for invitation in sent:
        revoke(invitation, by=by)


@transaction.atomic
def keep_promise(invitation: Invitation, membership: Membership) -> Affiliation | None:
    """Give a new member the affiliation that their invitation promised, unless the organisation is gone."""
    promise = PromisedAffiliation.objects.filter(invitation=invitation).select_related("organisation").first()
    if promise is None or promise.organisation.ended_on:
        return None
    return affiliate(membership, promise.organisation, function=promise.function)


@transaction.atomic
def save_profile(membership: Membership, fields: dict, functions: dict[Affiliation, str]) -> Profile:
    """Write what a member lets colleagues see, and their function in each organisation."""
    profile, _ = Profile.objects.update_or_create(
        membership=membership, defaults=fields | {"tenant_id": membership.tenant_id}
    )
    for affiliation, function in functions.items():
        affiliation.function = function
        affiliation.save(update_fields=["function"])
    return profile


def forget_answered_requests() -> None:
    """Delete what was asked of circles and answered long ago: who is in is known, the rest serves nobody."""
    JoinRequest.objects.filter(answered_at__lt=timezone.now() - KEPT_AFTER_ANSWER).delete()


@transaction.atomic
def confirm(organisation: Organisation, *, by) -> Organisation:
    """Take a proposed organisation into the directory."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.is_proposed:
        organisation.is_proposed = False
        organisation.save(update_fields=["is_proposed"])
        log(organisation, "organisations.confirmed", user=by)
    return organisation


@transaction.atomic
def merge(duplicate: Organisation, into: Organisation, *, by) -> Organisation:
    """Make two organisations one: all that points at ``duplicate`` points at ``into``, whose name stays.

    Where ``into`` says nothing it takes what ``duplicate`` said. Raises RefusedError when they are the same, or
    when both have a place that an organisation has once.
    """
    if duplicate.pk == into.pk:
        raise RefusedError("Une organisation ne se réunit pas avec elle-même.")
    pair = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[duplicate.pk, into.pk]).order_by("pk")
    locked = {each.pk: each for each in pair}
    duplicate, into = locked[duplicate.pk], locked[into.pk]
    _merge_affiliations(duplicate, into)
    try:
        with transaction.atomic():
            _move_what_points(duplicate, into)
    except IntegrityError as error:
        words = "Les deux organisations occupent une place qu’une organisation n’occupe qu’une fois : libérez-en une."
        raise RefusedError(words) from error
    _fill(into, duplicate)
    log(into, "organisations.merged", user=by, data={"what": duplicate.name})
    duplicate.delete()
    return into


def _merge_affiliations(duplicate: Organisation, into: Organisation) -> None:
    """Keep one current affiliation of each person who works for both: the older, with all that the two say."""
    kept = {each.membership_id: each for each in Affiliation.objects.current().filter(organisation=into)}
    for double in Affiliation.objects.current().filter(organisation=duplicate, membership__in=kept):
        stays = kept[double.membership_id]
        stays.function = stays.function or double.function
        stays.is_referent = stays.is_referent or double.is_referent
        stays.started_on = min(stays.started_on, double.started_on)
        stays.confirmed_on = max(filter(None, (stays.confirmed_on, double.confirmed_on)), default=None)
        stays.save()
        double.delete()


def _move_what_points(duplicate: Organisation, into: Organisation) -> None:
    """Turn every foreign key, whichever app it is in. Lists of organisations (many-to-many) gain the one that stays."""
    for relation in Organisation._meta.related_objects:
        field, model = relation.field, relation.related_model
        rows = model._base_manager.filter(**{field.name: duplicate})
        if isinstance(field, ForeignKey):
            rows.update(**{field.name: into})
        else:
            for row in rows:
                getattr(row, field.name).add(into)


def _fill(into: Organisation, duplicate: Organisation) -> None:
    for name in FILLED:
        if not getattr(into, name):
            setattr(into, name, getattr(duplicate, name))
    into.email_domains = sorted({*into.email_domains, *duplicate.email_domains})
    into.covers_everything = into.covers_everything or duplicate.covers_everything
    into.is_proposed = into.is_proposed and duplicate.is_proposed
    into.save()
    into.platforms.add(*duplicate.platforms.all())
