"""Who did what to the team: what Wagtail's log keeps of memberships and invitations, in this tenant alone."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from portal.design.templatetags.design import spoken_list
from portal.design.typography import french
from portal.tenancy.models import Invitation, Membership, Role, Tenant


def history_of(membership: Membership) -> QuerySet[ModelLogEntry]:
    """Return what was done to one member's access, the latest first."""
    return ModelLogEntry.objects.for_instance(membership).select_related("user").order_by("-timestamp", "-pk")


def history_of_the_team(tenant: Tenant) -> QuerySet[ModelLogEntry]:
    """Return what was done to anybody's access here, the latest first."""
    ours = Q()
    for rows in (Membership.objects.of(tenant), Invitation.objects.filter(tenant=tenant)):
        keys = rows.annotate(key=Cast("pk", CharField())).values("key")
        ours |= Q(content_type=ContentType.objects.get_for_model(rows.model), object_id__in=keys)
    return ModelLogEntry.objects.filter(ours).select_related("user", "content_type").order_by("-timestamp", "-pk")


class WithRoles(LogFormatter):
    """« Rôles changés – rôles : coordination et rédaction », « Accès terminé – longtemps sans visite »"""

    def format_message(self, log_entry):
        if "reason" in log_entry.data:
            return french(f"{self.label} – {log_entry.data['reason']}")
        if "roles" not in log_entry.data:
            return self.label
        labels = [Role(role).label for role in log_entry.data["roles"] if role in Role.values]
        return french(f"{self.label} – rôles : {spoken_list(labels) if labels else 'aucun'}")


ACTIONS = {
    "tenancy.invited": "Invitation envoyée",
    "tenancy.revoked": "Invitation retirée",
    "tenancy.joined": "Entrée dans l’espace",
    "tenancy.roles": "Rôles changés",
    "tenancy.ended": "Accès terminé",
    "tenancy.reopened": "Accès rouvert",
    "tenancy.second_factor_reset": "Double authentification réinitialisée",
    "tenancy.sessions_ended": "Sessions fermées par l’exploitation",
}


def register(actions) -> None:
    """Tell Wagtail's registry what each action is called; used by the hook."""
    for action, label in ACTIONS.items():
        actions.register_action(action)(type("Formatter", (WithRoles,), {"label": label}))
