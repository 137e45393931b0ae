from portal.accounts.personal_data import Section, tells, written
from trainings.evaluation_forms import QUESTIONS
from trainings.models import Answered, Evaluation


@tells("evaluations", order=54)
def evaluations(user) -> Section:
    """What a person signed; and which evaluations they answered, since nothing leads to what they did not sign."""
    signed = Evaluation.objects.filter(signed_by__user=user).select_related("session__training")
    answered = Answered.objects.filter(registration__membership__user=user)
    answered = answered.select_related("registration__session__training").order_by("registration_id", "when")
    return Section(
        title="Vos évaluations de formations",
        purpose="Améliorer les sessions ; ne plus vous écrire une fois que vous avez répondu.",
        kept="3 ans après la session. Une réponse non signée n’est reliée à personne : rien n’en est montré ici.",
        rows=[
            *({"Formation": each.session.training.title, "Signée le": written(each.answered_on)} | _said(each)
              for each in signed.order_by("answered_on", "session_id")),
            *({"Vous avez répondu à l’évaluation de": each.registration.session.training.title,
               "Laquelle": each.get_when_display()} for each in answered),
        ],
    )  # fmt: skip


def _said(row: Evaluation) -> dict[str, str]:
    values = {name: getattr(row, name) for name in QUESTIONS} | {"pace": row.get_pace_display()}
    return {QUESTIONS[name]: str(value) for name, value in values.items() if value}
