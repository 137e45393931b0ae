"""« Qui peut voir cette page »: Wagtail's dialog, with our audiences in the place of passwords and groups."""

from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.page_privacy import SetPrivacyView

from portal.organisations.audience_form import AudienceForm
from portal.organisations.models import Audience
from portal.pages.audiences import audience_of, show_to, show_to_everyone

EVERYONE = "tout le monde"


class PagePrivacyView(SetPrivacyView):
    form_class = AudienceForm
    dialog = "pages/admin/privacy.html"

    def get_form_kwargs(self):
        audience = audience_of(self.page)
        posted = {"data": self.request.POST} if self.request.method == "POST" else {}
        return {"instance": audience or Audience(reach=Audience.Reach.PUBLIC)} | posted

    def get_form(self, form_class=None):
        form = AudienceForm(**self.get_form_kwargs())
        above = self.restriction_on_ancestor
        public = f"ceux qui voient la page « {above.page} », au-dessus" if above else EVERYONE
        choices = form.fields["reach"].choices
        form.fields["reach"].choices = [(value, public if value == "public" else label) for value, label in choices]
        return form

    def form_valid(self, form):
        is_public = form.cleaned_data["reach"] == Audience.Reach.PUBLIC
        if is_public:
            show_to_everyone(self.page, by=self.request.user)
        else:
            show_to(self.page, form.save(), by=self.request.user)
        done = {"step": "set_privacy_done", "is_public": is_public}
        return render_modal_workflow(self.request, None, None, None, json_data=done)

    def render_to_response(self, context, **response_kwargs):
        if not self.page.private_page_options:
            return super().render_to_response(context, **response_kwargs)
        step = {"step": "set_privacy"}
        return render_modal_workflow(self.request, self.dialog, template_vars=context, json_data=step)
