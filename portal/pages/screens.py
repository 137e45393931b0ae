"""The screens of pages that are ours: some of Wagtail's that would fail on bad input answer with their form.

Each of those is pinned by a test, which says when a release of Wagtail makes it needless.
"""

from functools import wraps

from django.core.exceptions import ValidationError
from django.db import DataError
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets import BaseChooser

from portal.pages.privacy import PagePrivacyView
from portal.pages.publication import keeps_in


class CopyToAPlaceThatIsThere(CopyView):
    def post(self, request, *args, **kwargs):
        """Ask the form first: Wagtail takes it for granted that the page to copy to is one."""
        form = self.get_form()
        return super().post(request, *args, **kwargs) if form.is_valid() else self.form_invalid(form)


class ApprovalOfAPageWithoutFault(WorkflowActionView):
    def post(self, request, *args, **kwargs):
        """Check again: the page may have been changed since it was submitted."""
        why = keeps_in(self.object) if self.action_name == "approve" else ""
        if not why:
            return super().post(request, *args, **kwargs)
        messages.error(request, why)
        editor = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": editor})
        return redirect(editor)


class PortalPageViewSet(PageViewSet):
    """The screens of all page types. Registered after Wagtail's own, whose place it takes."""

    copy_view_class = CopyToAPlaceThatIsThere
    workflow_action_view_class = ApprovalOfAPageWithoutFault
    set_privacy_view_class = PagePrivacyView


class AddressField(URLOrAbsolutePathField):
    def to_python(self, value):
        return super().to_python(value or "")


class ExternalLinkForm(ExternalLinkChooserForm):
    url = AddressField(label=ExternalLinkChooserForm.base_fields["url"].label)


def answer_bad_input() -> None:
    """Let a missing address, and a key that is none, come back as an error of the form. Called once."""
    ExternalLinkView.form_class = ExternalLinkForm
    BaseChooser.get_instance = _nothing_for_no_key(BaseChooser.get_instance)


def _nothing_for_no_key(get_instance):
    """The field has already refused the value: showing it again must not fail on it."""

    @wraps(get_instance)
    def instance_or_nothing(self, value):
        try:
            return get_instance(self, value)
        except (ValueError, TypeError, ValidationError, DataError):
            return None

    return instance_or_nothing
