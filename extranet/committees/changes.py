"""What has changed of a meeting since its members were last called."""

from wagtail.models import ModelLogEntry

from extranet.committees.models import Meeting

WORDS = {
    "title": "l’intitulé",
    "starts_at": "la date ou l’heure",
    "ends_at": "la date ou l’heure",
    "place": "le lieu",
    "remote_link": "le lien de visioconférence",
    "note": "ce qu’il faut savoir",
    "agenda": "l’ordre du jour ou ses pièces",
}


def changed_since_told(meeting: Meeting) -> list[str]:
    """Return what members do not know yet, in words: « la date ou l’heure », « le lieu ».

    At most one query; none where nothing is to be told again.
    """
    if not (meeting.is_to_convoke and meeting.convoked_at):
        return []
    entries = ModelLogEntry.objects.for_instance(meeting).filter(
        timestamp__gte=meeting.convoked_at, action="committees.meeting_changed"
    )
    names = [name for entry in entries.order_by("timestamp", "pk") for name in entry.data.get("changed", ())]
    return list(dict.fromkeys(WORDS[name] for name in names if name in WORDS)) or [WORDS["agenda"]]
