"""What the history says of what was done to committees and their meetings."""

from wagtail.models import ModelLogEntry

from extranet.committees.models import Meeting

ACTIONS = {
    "committees.founded": "Comité créé",
    "committees.changed": "Comité modifié",
    "committees.closed": "Comité clos",
    "committees.reopened": "Comité rouvert",
    "committees.member_seated": "Organisation entrée au comité",
    "committees.member_unseated": "Organisation sortie du comité",
    "committees.mandate_given": "Mandat donné",
    "committees.mandate_ended": "Mandat terminé",
    "committees.meeting_prepared": "Réunion créée",
    "committees.meeting_changed": "Réunion modifiée",
    "committees.agenda_changed": "Ordre du jour modifié après la convocation",
    "committees.meeting_convoked": "Réunion convoquée",
    "committees.meeting_begun": "Réunion commencée",
    "committees.meeting_held": "Réunion terminée",
    "committees.meeting_cancelled": "Réunion annulée",
    "committees.meeting_restored": "Réunion remise en préparation",
    "committees.meeting_dropped": "Réunion supprimée",
}
TOLD = {
    "title": "l’intitulé",
    "starts_at": "la date ou l’heure",
    "ends_at": "la date ou l’heure",
    "place": "le lieu",
    "remote_link": "le lien de visioconférence",
    "note": "ce qu’il faut savoir",
}
AGENDA = "l’ordre du jour ou ses pièces"


def changed_since_told(meeting: Meeting) -> list[str]:
    """Return what has changed since the last convocation, in words: « la date ou l’heure », « le lieu ».

    At most one query; none where nothing is to be told again.
    """
    if not (meeting.is_to_convoke and meeting.convoked_at):
        return []
    entries = ModelLogEntry.objects.for_instance(meeting).filter(
        timestamp__gte=meeting.convoked_at, action__in=["committees.meeting_changed", "committees.agenda_changed"]
    )
    found = []
    for entry in entries.order_by("timestamp", "pk"):
        found += [TOLD[name] for name in entry.data.get("changed", ()) if name in TOLD] or (
            [AGENDA] if entry.action == "committees.agenda_changed" else []
        )
    return list(dict.fromkeys(found)) or [AGENDA]
