from wagtail import hooks
from wagtail.log_actions import LogFormatter

from portal.organisations.choosers import MemberChooserViewSet
from portal.organisations.viewsets import DirectoryViewSetGroup

ACTIONS = {
    "organisations.confirmed": "Organisation confirmée",
    "organisations.affiliation_confirmed": "Toujours là : rattachement confirmé",
    "organisations.affiliation_ended": "Rattachement terminé",
    "organisations.circle_answered": "Demande de rejoindre le cercle : réponse donnée",
    "organisations.circle_handed_over": "Cercle confié à quelqu’un d’autre",
    "organisations.imported": "Fiche importée d’un tableur",
}


# The chooser first: the forms of the others are made with it.
@hooks.register("register_admin_viewset")
def member_chooser():
    return MemberChooserViewSet("member_chooser")


@hooks.register("register_admin_viewset")
def directory():
    return DirectoryViewSetGroup()


@hooks.register("register_log_actions")
def log_actions(actions):
    for action, label in ACTIONS.items():
        actions.register_action(action)(type("Formatter", (LogFormatter,), {"label": label}))

    @actions.register_action("organisations.merged")
    class Merged(LogFormatter):
        label = "Doublon réuni"

        def format_message(self, log_entry):
            return f"Doublon réuni : {log_entry.data['what']}"
