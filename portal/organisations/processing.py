"""What the directory of the network keeps of people."""

from portal.organisations.services import KEPT_AFTER_ANSWER
from portal.tenancy.processing import Processing, declare, in_words

declare(
    Processing(
        code="directory", order=130, title="L’annuaire du réseau et les cercles",
        data="organisation, fonction, téléphone et présentation si vous les donnez, cercles rejoints",
        purpose="que vos partenaires vous trouvent et sachent pour qui vous travaillez",
        recipients="les membres du réseau ; vous choisissez ce qu’ils voient",
        kept="tant que vous avez accès à l’espace, puis sans votre nom ; une demande pour rejoindre un cercle, "
        f"{in_words(KEPT_AFTER_ANSWER)} après la réponse",
    ),
)  # fmt: skip
