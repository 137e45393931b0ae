"""What the history says of what was done to decisions."""

from wagtail import hooks

ACTIONS = {
    "committees.decision_taken": "Décision prise",
    "committees.decision_changed": "Décision modifiée",
    "committees.decision_moved": "Suivi d’une décision",
    "committees.decision_reopened": "Décision reprise",
}


@hooks.register("register_log_actions")
def decision_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
