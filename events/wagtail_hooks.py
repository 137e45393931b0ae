from wagtail import hooks
from wagtail.log_actions import LogFormatter

from events.history import ACTIONS, message
from events.viewsets import AgendaViewSetGroup


@hooks.register("register_admin_viewset")
def agenda():
    return AgendaViewSetGroup()


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        formatter = {"label": label, "format_message": lambda self, entry: message(entry)}
        actions.register_action(action)(type("Formatter", (LogFormatter,), formatter))
