"""The messages in the back-office: read, sent again, seen to, deleted; who answers a subject; how long all is kept."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import DeleteView, IndexView, InspectView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from home.contact import services
from home.models import ContactMessage, ContactPolicy, ContactRoute
from portal.design.typography import french, french_date
from portal.tenancy.decorators import only_with
from portal.tenancy.own_settings import OwnSettingsView
from portal.territories.viewsets import panels

MAY_READ = "home.view_contactmessage"
MAY_SET = "home.change_contactpolicy"


def _own(user, pk) -> ContactMessage:
    """Return a message that ``user`` may read. Raises PermissionDenied for those of others' platforms."""
    message = get_object_or_404(ContactMessage.objects.select_related("tenant", "platform"), pk=pk)
    if not policy_registry.get_by_type(ContactMessage).user_has_permission_for_instance(user, "view", message):
        raise PermissionDenied
    return message


class OneOfOurs:
    """Wagtail asks for the permission on the model alone; here the message is asked about too."""

    def get_object(self, queryset=None):
        return _own(self.request.user, self.kwargs["pk"])


class MessageIndex(IndexView):
    def get_base_queryset(self):
        policy = policy_registry.get_by_type(ContactMessage)
        mine = policy.instances_user_has_permission_for(self.request.user, "view")
        return super().get_base_queryset().filter(pk__in=mine.order_by().values("pk"))


class MessageInspect(OneOfOurs, InspectView):
    """Moments are those of France, as in the list."""

    def get_created_at_display_value(self):
        return self._moment(self.object.created_at)

    def get_sent_at_display_value(self):
        return self._moment(self.object.sent_at)

    def get_failure_display_value(self):
        return self.object.failure or "—"

    def _moment(self, at) -> str:
        return french_date(date_format(timezone.localtime(at), "j F Y à H:i")) if at else "—"


class MessageDelete(OneOfOurs, DeleteView):
    pass


class MessageHistory(OneOfOurs, HistoryView):
    pass


@only_with(MAY_READ)
@require_POST
def send_again(request, pk: int):
    message = _own(request.user, pk)
    if message.failure:
        services.send_again(message)
        messages.success(request, french("Le message est de nouveau confié au serveur de courriel."))
    else:
        messages.info(request, french("Ce message n’a pas besoin d’être renvoyé."))
    return redirect("messages:inspect", message.pk)


@only_with(MAY_READ)
@require_POST
def settle(request, pk: int):
    message = _own(request.user, pk)
    services.settle(message)
    messages.success(request, french("C’est noté : ce message ne vous attend plus."))
    return redirect("messages:inspect", message.pk)


class ContactMessageViewSet(ModelViewSet):
    """Read and delete; nobody writes or rewrites what somebody else said."""

    model = ContactMessage
    icon = "mail"
    menu_label = "Messages reçus"
    menu_order = 170
    add_to_admin_menu = True
    panels = panels("name", "email", "message")
    list_display = [
        "name",
        "subject",
        "platform",
        "created_at",
        StatusTagColumn(
            "get_state_display", label="État", primary=lambda message: message.state == ContactMessage.State.FAILED
        ),
        Column("failure", label="Ce qui n’a pas marché", accessor=lambda message: message.failure or "—"),
    ]
    list_filter = ["state", "subject", "platform"]
    search_fields = ["name", "email"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "name", "email", "subject", "commune", "platform", "message", "created_at", "state", "sent_to",
        "sent_at", "failure",
    ]  # fmt: skip
    inspect_template_name = "home/admin/message.html"
    index_view_class = MessageIndex
    inspect_view_class = MessageInspect
    delete_view_class = MessageDelete
    history_view_class = MessageHistory
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        received = ContactMessage.objects.select_related("platform")
        return super().get_index_view_kwargs(**kwargs) | {"queryset": received}

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/renvoyer/", send_again, name="send_again"),
            path("<int:pk>/vu/", settle, name="settle"),
        ]


class ContactRouteViewSet(ModelViewSet):
    model = ContactRoute
    icon = "mail"
    menu_label = "Destinataires par sujet"
    menu_order = 171
    add_to_settings_menu = True
    panels = panels("subject", "email")
    list_display = ["subject", "email"]
    copy_view_enabled = False


PANELS = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("kept_months")],
            heading="Messages du formulaire de contact",
            help_text=french(
                "Un message sert à répondre : il ne se garde pas plus longtemps qu’il n’en faut (RGPD, article 5). "
                "La durée choisie se lit dans le formulaire, dans les courriels et dans « Mes données »."
            ),
        ),
    ]
)


class ContactPolicyView(OwnSettingsView):
    model = ContactPolicy
    permission = MAY_SET
    panel = PANELS.bind_to_model(ContactPolicy)
    page_title = "Conservation des messages"
    header_icon = "time"
    index_url_name = "contact_policy"

    def get_object(self, queryset=None):
        return get_object_or_404(ContactPolicy, tenant=self.request.tenant)


urlpatterns = [path("conservation-des-messages/", ContactPolicyView.as_view(), name="contact_policy")]
