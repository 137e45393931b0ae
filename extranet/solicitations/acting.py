"""The answers of a platform: each a form, a verb, the state that it leads to, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from extranet.solicitations import services
from extranet.solicitations.models import Solicitation, State
from extranet.solicitations.sheet_forms import EndForm, QuestionForm, RedirectForm, RefuseForm, StudyForm
from extranet.solicitations.states import may_become
from portal.tenancy.models import Membership


@dataclass(frozen=True, kw_only=True)
class Deed:
    """``url_name`` is its page; ``title``, ``lead`` and ``button`` what it says; ``done`` what is said afterwards."""

    url_name: str
    to: State
    title: str
    lead: str
    button: str
    done: str
    run: Callable[[Solicitation, dict, Membership], object]
    form: type[forms.Form] = StudyForm
    is_grave: bool = False

    def is_possible(self, solicitation: Solicitation) -> bool:
        return may_become(solicitation.state, self.to)

    def form_for(self, solicitation: Solicitation, data) -> forms.Form:
        if self.form is RedirectForm:
            return RedirectForm(data, platform=solicitation.platform)
        return self.form(data)


DEEDS = [
    Deed(
        url_name="solicitation_ask", to=State.TO_COMPLETE, form=QuestionForm,
        title="Demander un complément",
        lead="Le partenaire est prévenu et complète sa demande ; elle vous revient ensuite.",
        button="Demander ce complément", done="Votre demande de complément est partie.",
        run=lambda row, typed, by: services.ask_to_complete(row, typed["text"], by=by),
    ),
    Deed(
        url_name="solicitation_study", to=State.STUDIED,
        title="Noter que la situation est étudiée",
        lead="Le partenaire est prévenu que sa demande est étudiée. Il reste à lui dire ce qui suit : la réponse est"
        " attendue depuis le même jour.",
        button="Noter la situation étudiée", done="La situation est notée étudiée. Dites maintenant ce qui suit.",
        run=lambda row, typed, by: services.study(row, by=by),
    ),
    Deed(
        url_name="solicitation_redirect", to=State.REDIRECTED, form=RedirectForm,
        title="Réorienter vers un service",
        lead="Le partenaire lira vers qui se tourner, et comment le joindre. C’est une réponse : la demande est close.",
        button="Réorienter", done="La sollicitation est réorientée : le partenaire est prévenu.",
        run=lambda row, typed, by: services.redirect(
            row, typed["destination"], typed["contact"], typed["text"], by=by
        ),
    ),
    Deed(
        url_name="solicitation_refuse", to=State.REFUSED, form=RefuseForm, is_grave=True,
        title="Refuser, avec un motif",
        lead="Le partenaire lira le motif. C’est une réponse : la demande est close.",
        button="Refuser la sollicitation", done="La sollicitation est refusée : le partenaire est prévenu.",
        run=lambda row, typed, by: services.refuse(row, typed["reason"], typed["text"], by=by),
    ),
    Deed(
        url_name="solicitation_end", to=State.NO_FOLLOW_UP, form=EndForm, is_grave=True,
        title="Clore sans suite",
        lead="La demande est close, avec sa raison. Le partenaire est prévenu.",
        button="Clore sans suite", done="La sollicitation est close : le partenaire est prévenu.",
        run=lambda row, typed, by: services.end(row, typed["reason"], typed["text"], by=by),
    ),
]  # fmt: skip
BY_NAME = {deed.url_name: deed for deed in DEEDS}


def possible(solicitation: Solicitation) -> list[Deed]:
    return [deed for deed in DEEDS if deed.is_possible(solicitation)]
