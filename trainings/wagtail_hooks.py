from wagtail import hooks

from trainings.history import ACTIONS
from trainings.viewsets import TrainingViewSet


@hooks.register("register_admin_viewset")
def trainings():
    return TrainingViewSet()


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
