from wagtail import hooks

from extranet.solicitations.setting_up import ACTIONS


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
