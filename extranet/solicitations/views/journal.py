"""The journal of the tenant, for the administration and the data protection officer: who read or did what, and when."""

from django import forms
from django.core.paginator import Paginator

from extranet.solicitations.models import JournalEntry
from extranet.solicitations.views.administering import drawn, looked_at, of_the_administration

PER_PAGE = 50


class JournalForm(forms.Form):
    q = forms.CharField(label="Référence", required=False, max_length=20)

    def clean_q(self) -> str:
        return self.cleaned_data["q"].upper()


@looked_at
@of_the_administration
def journal(request):
    form = JournalForm(request.GET)
    reference = form.cleaned_data["q"] if form.is_valid() else None
    lines = JournalEntry.objects.none() if reference is None else JournalEntry.objects.all()
    if reference:
        lines = lines.filter(reference=reference)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    return drawn(request, "journal", {"page": page, "form": form, "is_narrowed": reference != ""})
