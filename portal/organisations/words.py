"""Who something is for, in French."""

from portal.design.templatetags.design import spoken_list
from portal.design.typography import french
from portal.organisations.models import Audience, Organisation


def audience_in_words(audience: Audience) -> str:
    """Return « bailleur social, CCAS ou CIAS ; cercle « Échanges » ; Diane (exemple) », for those who choose it."""
    if audience.reach != Audience.Reach.CHOSEN:
        return audience.get_reach_display()
    parts = [Organisation.Kind(kind).label for kind in audience.kinds]
    parts += [f"cercle « {name} »" for name in audience.circles.order_by("name").values_list("name", flat=True)]
    people = audience.people.select_related("user").order_by("user__first_name", "user__last_name", "pk")
    parts += [str(membership.user) for membership in people]
    return french(spoken_list(parts)) if parts else "personne"
