"""What accessibility complaints keep of people."""

from home.legal.models import KEPT_FOR, KEPT_UNANSWERED_FOR
from portal.tenancy.processing import Basis, Processing, declare, in_words

declare(
    Processing(
        code="accessibility_complaints", order=30, title="Les signalements d’accessibilité",
        data="la page, la difficulté rencontrée, votre courriel, votre nom si vous le donnez",
        purpose="vous répondre en une semaine, et réparer la page",
        recipients="l’administration et la communication de ce portail",
        kept=f"{in_words(KEPT_FOR)} après la réponse, {in_words(KEPT_UNANSWERED_FOR)} au plus",
        basis=Basis.LEGAL_DUTY,
    ),
)  # fmt: skip
