"""What asking for an access keeps of people."""

from extranet.access.models import ANSWERED_KEPT_FOR, ARRIVAL_KEPT_FOR, UNCONFIRMED_KEPT_FOR
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="access", order=90, title="Les demandes d’accès à l’espace professionnel",
        data="nom, courriel, téléphone si vous le donnez, organisation, fonction, motif",
        purpose="vérifier que l’espace vous concerne, et vous répondre",
        recipients="la coordination de la plateforme et l’administration de ce portail",
        kept=f"{in_words(ANSWERED_KEPT_FOR)} après la réponse ; {in_words(UNCONFIRMED_KEPT_FOR)} si l’adresse n’est "
        f"pas confirmée ; {in_words(ARRIVAL_KEPT_FOR)} pour une arrivée annoncée par une structure",
    ),
)  # fmt: skip
