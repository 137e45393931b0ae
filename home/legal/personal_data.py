from home.legal.models import KEPT_FOR, AccessibilityComplaint
from portal.accounts.personal_data import Section, tells, written
from portal.tenancy.processing import in_words


@tells("accessibility_complaints", order=71)
def complaints(user) -> Section:
    """What a person complained of; of the complaints that they answered, when: the words are others' data."""
    theirs = AccessibilityComplaint.objects.filter(email__iexact=user.email).order_by("received_at", "pk")
    answered = AccessibilityComplaint.objects.filter(answered_by=user).order_by("answered_at", "pk")
    return Section(
        title="Vos signalements d’accessibilité",
        purpose="Vous répondre, et réparer la page.",
        kept=f"{in_words(KEPT_FOR)} après la réponse.",
        rows=[
            *(
                {
                    "Page": each.page, "Nom": each.name, "Difficulté": each.difficulty,
                    "Reçu le": written(each.received_at), "Réponse": each.answer,
                    "Répondu le": written(each.answered_at),
                }
                for each in theirs
            ),
            *({"Vous avez répondu à un signalement le": written(each.answered_at)} for each in answered),
        ],
    )  # fmt: skip
