"""What mails and announcements keep of people."""

from portal.notifications.models import KEPT_FOR
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="notifications", order=190, title="Les courriels et les annonces",
        data="adresse, objet, date d’envoi, et pourquoi un courriel revient ; le rythme que vous choisissez pour "
        "chaque sujet",
        purpose="vous prévenir de ce qui vous concerne, et répondre à « je n’ai rien reçu »",
        recipients="l’administration de ce portail",
        kept=f"{in_words(KEPT_FOR)} ; le texte est effacé dès que le courriel est parti. Vos choix, tant que vous avez "
        "accès à l’espace",
    ),
)  # fmt: skip
