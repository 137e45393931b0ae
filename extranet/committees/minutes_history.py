"""What the history says of what was done to minutes."""

from wagtail import hooks

ACTIONS = {
    "committees.minutes_begun": "Compte rendu commencé",
    "committees.minutes_rereading": "Compte rendu ouvert à la relecture",
    "committees.minutes_taken_back": "Compte rendu repris en brouillon",
    "committees.minutes_approved": "Compte rendu approuvé",
    "committees.minutes_published": "Compte rendu publié",
    "committees.minutes_erratum": "Erratum ajouté au compte rendu",
    "committees.minutes_extract": "Extrait public du compte rendu choisi",
}


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
