"""Finding one member among a thousand, in the back-office's forms: by name or by organisation."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from portal.database import context
from portal.organisations.people import employers, members_to_choose, whose_name_is_like
from portal.organisations.permissions import KEEP, KEEP_CIRCLES
from portal.organisations.searching import LONGEST
from portal.tenancy.models import Membership

LARGEST = 18  # digits that a key may have


class MemberFilterForm(BaseFilterForm):
    q = forms.CharField(
        label="Nom ou organisation", required=False, max_length=LONGEST,
        widget=forms.TextInput(attrs={"placeholder": "Nom ou organisation"}),
    )  # fmt: skip

    def filter(self, objects):
        query = self.cleaned_data.get("q", "").replace("\0", "")
        if not query.strip():
            return objects
        self.is_searching, self.search_query = True, query
        return objects.filter(pk__in=[each.pk for each in whose_name_is_like(query, objects)])


class ForWhoChooses:
    """For those who say who works where, or who runs a circle; among the members of the tenant that asks."""

    filter_form_class = MemberFilterForm
    is_multiple_choice = False

    def dispatch(self, request, *args, **kwargs):
        if not (request.user.has_perm(KEEP) or request.user.has_perm(KEEP_CIRCLES)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self):
        return members_to_choose(context.current_tenant_id())

    def get_object(self, pk):
        if not (pk.isdecimal() and len(pk) <= LARGEST):
            raise Membership.DoesNotExist
        return self.get_object_list().get(pk=pk)

    def get_display_title(self, instance):
        return str(instance.user)

    @property
    def columns(self):
        return [
            TitleColumn(
                "title", label="Membre", accessor=lambda each: str(each.user),
                get_url=lambda each: reverse(self.chosen_url_name, args=[each.pk]),
                link_attrs={"data-chooser-modal-choice": True},
            ),
            Column("organisations", label="Organisation", accessor=lambda each: ", ".join(employers(each))),
        ]  # fmt: skip


class MemberChoose(ForWhoChooses, ChooseView):
    pass


class MemberChooseResults(ForWhoChooses, ChooseResultsView):
    pass


class MemberChosen(ForWhoChooses, ChosenView):
    pass


class MemberWidget(BaseChooser):
    """Shows the name of a member of the tenant that asks, and of no other."""

    show_edit_link = False

    def get_instance(self, value):
        if value is None or isinstance(value, Membership):
            return value
        known = Membership.objects.of(context.current_tenant_id()).select_related("user")
        return known.filter(pk=value).first() if str(value).isdecimal() else None

    def get_display_title(self, instance):
        return str(instance.user)


class MemberChooserViewSet(ChooserViewSet):
    """One member at a time; nobody is made there."""

    model = Membership
    icon = "user"
    choose_one_text = "Choisir un membre"
    choose_another_text = "Choisir un autre membre"
    preserve_url_parameters = []
    choose_view_class = MemberChoose
    choose_results_view_class = MemberChooseResults
    chosen_view_class = MemberChosen
    base_widget_class = MemberWidget

    def get_urlpatterns(self):
        return [each for each in super().get_urlpatterns() if each.name not in {"create", "chosen_multiple"}]
