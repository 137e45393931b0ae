"""What this tenant knows of a member as such."""

from django.db.models import QuerySet

from portal.accounts.personal_data import Section, tells, written
from portal.database import context
from portal.design.templatetags.design import spoken_list
from portal.tenancy.history import history_of
from portal.tenancy.models import Membership, Role


def memberships_of(user) -> QuerySet[Membership]:
    """Return this person's place here: another tenant tells of its own, on its own host."""
    return Membership.objects.of(context.current_tenant_id()).filter(user=user).select_related("tenant")


@tells("membership", order=10)
def membership_of(user) -> Section:
    rows = [
        {
            "Espace": membership.tenant.name,
            "Rôles": spoken_list([Role(role).label for role in membership.roles]) if membership.roles else "aucun",
            "Depuis le": written(membership.joined_at),
            "Dernière visite le": written(membership.last_seen_on),
            "Fin d’accès le": written(membership.ended_at),
            "Motif de la fin": membership.get_end_reason_display(),
        }
        for membership in memberships_of(user)
    ]
    return Section(
        title="Votre place dans cet espace",
        purpose="Vous ouvrir l’espace professionnel, avec les droits de votre fonction.",
        kept="Tant que vous y avez accès, puis sans votre nom.",
        rows=rows,
    )


@tells("membership.history", order=11)
def history(user) -> Section:
    entries = [entry for mine in memberships_of(user) for entry in history_of(mine)]
    rows = [
        {"Le": written(entry.timestamp), "Quoi": entry.message, "Par": str(entry.user or "le portail")}
        for entry in entries
    ]
    return Section(
        title="Ce qui a été fait sur votre accès",
        purpose="Savoir qui a ouvert, changé ou fermé un accès, et pourquoi.",
        kept="Tant que l’espace existe ; sans votre nom une fois votre compte effacé.",
        rows=rows,
    )
