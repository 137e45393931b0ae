"""Audits, schemes and complaints in the back-office."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from home.legal.forms import AnswerForm
from home.legal.models import AccessibilityAudit, AccessibilityComplaint, AccessibilityScheme
from home.legal.services import answer
from portal.design.typography import french
from portal.tenancy.services import RefusedError
from portal.territories.viewsets import panels


class ComplaintIndex(IndexView):
    page_title = "Signalements d’accessibilité"
    default_ordering = "-received_at"


class AnswerView(EditView):
    """The complaint, and the answer that leaves by mail. Once answered, it is only read."""

    success_message = "La réponse est partie par courriel."
    error_message = "Rien n’est parti : corrigez ce qui est signalé."
    submit_button_label = "Envoyer la réponse"
    submit_button_active_label = "Envoi…"

    def get_page_subtitle(self):
        return french(f"{self.object} : {self.object.clock}")

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().answered_at:
            return redirect("accessibilitycomplaint:inspect", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self):
        try:
            return answer(self.object, self.form.cleaned_data["answer"], by=self.request.user)
        except RefusedError as error:
            messages.error(self.request, error.messages[0])
            raise PermissionDenied from error


class ComplaintViewSet(ModelViewSet):
    model = AccessibilityComplaint
    icon = "warning"
    menu_label = "Signalements"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in ("page", "difficulty", "name", "email", "received_at")],
                heading="Le signalement",
            ),
            FieldPanel("answer", help_text="Elle part par courriel, une fois, à qui a signalé la difficulté."),
        ],
        base_form_class=AnswerForm,
    )
    list_display = [
        "page",
        "received_at",
        Column("clock", label="Délai d’une semaine", accessor=lambda complaint: complaint.clock),
        Column("email", label="Courriel", accessor=lambda complaint: complaint.email),
    ]
    search_fields = ["page", "email", "name"]
    index_view_class = ComplaintIndex
    edit_view_class = AnswerView
    inspect_view_enabled = True
    inspect_view_fields = ["page", "difficulty", "name", "email", "received_at", "answer", "answered_at", "answered_by"]
    copy_view_enabled = False


class AuditIndex(IndexView):
    page_title = "Audits d’accessibilité"
    add_item_label = "Ajouter un audit"


class SchemeIndex(IndexView):
    page_title = "Schémas pluriannuels d’accessibilité"
    add_item_label = "Ajouter un schéma"


class AuditViewSet(ModelViewSet):
    model = AccessibilityAudit
    icon = "tick-inverse"
    menu_label = "Audits"
    panels = panels(
        "date", "rate", "auditor", "rgaa_version", "sample", "tools", "environments", "defects", "derogations",
        "exempt_contents", "withdrawn_on",
    )  # fmt: skip
    list_display = ["date", "rate", "auditor", Column("last_day", label="Vaut jusqu’au", accessor="last_day")]
    search_fields = ["auditor"]
    index_view_class = AuditIndex
    copy_view_enabled = False


class SchemeViewSet(ModelViewSet):
    model = AccessibilityScheme
    icon = "calendar-alt"
    menu_label = "Schémas pluriannuels"
    panels = [
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("commitments"),
        InlinePanel(
            "actions", heading="Plans d’actions", label="Action",
            panels=[FieldRowPanel(panels("year", "state")), FieldPanel("action")],
        ),
    ]  # fmt: skip
    list_display = ["starts_on", "ends_on"]
    search_fields = ["commitments"]
    index_view_class = SchemeIndex
    copy_view_enabled = False


class AccessibilityViewSetGroup(ViewSetGroup):
    items = (ComplaintViewSet, AuditViewSet, SchemeViewSet)
    menu_icon = "view"
    menu_label = "Accessibilité"
    menu_order = 175
