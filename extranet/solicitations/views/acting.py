"""Answering: one page for each deed, with what it does said before it is done."""

from django.core.exceptions import ValidationError

from extranet.solicitations.acting import BY_NAME
from extranet.solicitations.models import Solicitation
from extranet.solicitations.sheet_forms import take
from extranet.solicitations.views.sheets import ask_then_do, done, drawn, keeps, posted, refused


@ask_then_do
@keeps
def act(request, solicitation: Solicitation, name: str):
    """Do what the address names. What the state no longer allows is said, and nothing that was typed is lost."""
    deed = BY_NAME[name]
    if request.method != "POST" and not deed.is_possible(solicitation):
        words = f"Cette sollicitation est « {solicitation.get_state_display()} » : ce n’est plus possible."
        return refused(request, words, solicitation.reference)
    form = deed.form_for(solicitation, posted(request))
    if form.is_bound and form.is_valid():
        try:
            deed.run(solicitation, form.cleaned_data, request.membership)
        except ValidationError as error:
            take(form, error)
        else:
            return done(request, deed.done, solicitation.reference)
    return drawn(request, "act", {"solicitation": solicitation, "deed": deed, "form": form}, form)
