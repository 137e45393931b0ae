"""What the history says of what was done to trainings and sessions."""

ACTIONS = {
    "trainings.published": "Formation publiée",
    "trainings.unpublished": "Formation dépubliée",
    "trainings.scheduled": "Session créée",
    "trainings.changed": "Session modifiée",
    "trainings.opened": "Session ouverte aux inscriptions",
    "trainings.withdrawn": "Session remise en brouillon",
    "trainings.confirmed": "Session confirmée",
    "trainings.cancelled": "Session annulée",
    "trainings.restored": "Session finalement tenue",
    "trainings.done": "Session terminée",
    "trainings.dropped": "Brouillon de session supprimé",
}
