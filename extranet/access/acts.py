"""The acts of a request's sheet: each a form, a verb, and what is said once it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from extranet.access import answers
from extranet.access.forms import LinkForm, MoveForm, OrganisationForm, WordsForm
from extranet.access.models import AccessRequest
from extranet.access.organisations import of_the_domain


@dataclass(frozen=True)
class Act:
    """``form`` makes the form of a request; ``run`` does it with what was typed, in the name of somebody."""

    form: Callable[..., forms.BaseForm]
    run: Callable[[AccessRequest, dict, object], object]
    done: str


def _question(asked, **given):
    return WordsForm(
        label="Votre question", required="Écrivez votre question.", hint="Elle part par courriel, signée de votre nom.",
        **given,
    )  # fmt: skip


def _refusal(asked, **given):
    return WordsForm(
        label="Le motif", required="Dites pourquoi : la personne lira ce motif.",
        hint="Il part par courriel, tel quel, sans votre nom.", **given,
    )  # fmt: skip


ACTS = {
    "accept": Act(
        lambda asked, **given: forms.Form(**given),
        lambda asked, typed, by: answers.accept(asked, by=by),
        "Demande acceptée : une invitation part à {name}.",
    ),
    "question": Act(
        _question, lambda asked, typed, by: answers.question(asked, typed["text"], by=by),
        "Votre question part à {name}.",
    ),
    "refuse": Act(
        _refusal, lambda asked, typed, by: answers.refuse(asked, typed["text"], by=by),
        "Demande refusée : votre motif part à {name}.",
    ),
    "link": Act(
        lambda asked, **given: LinkForm(initial=_meant(asked), **given),
        lambda asked, typed, by: answers.link(asked, typed["organisation"]),
        "Organisation choisie.",
    ),
    "organisation": Act(
        lambda asked, **given: OrganisationForm(initial=_proposed(asked), **given),
        lambda asked, typed, by: answers.confirm_organisation(asked, **typed),
        "L’organisation est dans l’annuaire.",
    ),
    "move": Act(
        lambda asked, **given: MoveForm(initial={"platform": asked.platform_id}, **given),
        lambda asked, typed, by: answers.move(asked, typed["platform"], by=by),
        "Demande transmise.",
    ),
}  # fmt: skip


def _meant(asked: AccessRequest) -> dict[str, int | None]:
    """Propose the organisation that the request has, else the one of the address's domain when there is one alone."""
    if not asked.needs_an_organisation:
        return {"organisation": asked.organisation_id}
    likely = of_the_domain(asked.email)
    return {"organisation": likely[0].pk if len(likely) == 1 else None}


def _proposed(asked: AccessRequest) -> dict[str, str]:
    return {"name": asked.where_from}


def forms_of(asked: AccessRequest, posted: str, data) -> dict[str, forms.BaseForm]:
    """Return the form of each act, the one that was ``posted`` with its ``data``."""
    return {name: act.form(asked, data=data if name == posted else None, prefix=name) for name, act in ACTS.items()}
