"""What the decisions of committees hold about a person."""

from django.db.models import Q

from extranet.committees.models import Decision, Step
from portal.accounts.personal_data import Section, tells, written


@tells("decisions", order=57)
def decisions(user) -> Section:
    """The decisions that a person is to follow or wrote down, and each step that they wrote."""
    named = Decision.objects.filter(Q(person__user=user) | Q(created_by__user=user)).order_by("year", "number")
    steps = Step.objects.filter(by__user=user).exclude(kind=Step.Kind.TAKEN).select_related("decision")
    return Section(
        title="Les décisions de comités où votre nom figure",
        purpose="Savoir qui suit chaque décision, et qui a dit où elle en est.",
        kept="Tant que le comité garde ses décisions.",
        rows=[
            *(
                {
                    "Décision": each.reference, "Intitulé": each.title, "Prise le": written(each.decided_on),
                    "Votre part": ", ".join(_parts(each, user)),
                }
                for each in named.select_related("person", "created_by")
            ),
            *(
                {
                    "Décision": each.decision.reference, "Étape": str(each), "Le": written(each.at),
                    "Votre note": each.note,
                }
                for each in steps.order_by("at", "pk")
            ),
        ],
    )  # fmt: skip


def _parts(decision: Decision, user) -> list[str]:
    parts = {"personne responsable": decision.person, "vous l’avez écrite": decision.created_by}
    return [words for words, membership in parts.items() if membership and membership.user_id == user.pk]
