from django.template.loader import render_to_string
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from portal.territories.checklist import checklist_of
from portal.territories.choosers import CommuneChooserViewSet, IntercommunalityChooserViewSet
from portal.territories.permissions import APPOINT
from portal.territories.viewsets import TerritoriesViewSetGroup


# The choosers first: the forms of the others are made with them.
@hooks.register("register_admin_viewset")
def commune_chooser():
    return CommuneChooserViewSet("commune_chooser")


@hooks.register("register_admin_viewset")
def intercommunality_chooser():
    return IntercommunalityChooserViewSet("intercommunality_chooser")


@hooks.register("register_admin_viewset")
def territories():
    return TerritoriesViewSetGroup()


class ToCheckPanel(Component):
    """On the back-office's first page: how much is assumed or missing, and the way there."""

    order = 50

    def render_html(self, parent_context=None):
        request = parent_context["request"]
        checklist = checklist_of(request.tenant, may_appoint=request.user.has_perm(APPOINT))
        return render_to_string("territories/admin/to_check_panel.html", {"checklist": checklist}, request)


@hooks.register("construct_homepage_panels")
def show_what_is_to_check(request, panels):
    if request.user.has_perm("territories.change_platform"):
        panels.append(ToCheckPanel())


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("territories.appointed")
    class Appointed(LogFormatter):
        label = "Coordination confiée"

        def format_message(self, log_entry):
            return f"Coordination confiée à {log_entry.data['who']}"
