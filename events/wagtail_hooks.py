from wagtail import hooks
from wagtail.log_actions import LogFormatter

ACTIONS = {
    "events.published": "Publié", "events.changed": "Modifié", "events.cancelled": "Annulé",
    "events.postponed": "Reporté", "events.held_after_all": "Finalement maintenu", "events.relaid": "Série reprise",
}  # fmt: skip


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action)(type("Formatter", (LogFormatter,), {"label": label}))
