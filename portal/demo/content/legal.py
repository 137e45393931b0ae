"""The legal pack of each demonstration tenant.

Its own pages say who it is and nothing else of this: every other value is fictitious, and marked « exemple » where it
shows. The telephone numbers are of those that ARCEP keeps for fiction.
"""

from home.legal.models import FIELDS
from portal.demo.people import CASA, PDC

HOST = {
    "host_name": "Hébergeur de démonstration",
    "host_address": "1 rue de l’Exemple\n00000 Exemple",
    "host_phone": "01 99 00 00 00",
}
IDENTITIES = {
    PDC: HOST
    | {
        "publisher": "Département du Pas-de-Calais",
        "legal_form": "Collectivité territoriale",
        "address": "1 place de l’Exemple\n62000 Exemple",
        "phone": "03 53 01 00 62",
        "siret": "00000062000013",
        "director": "Le président du conseil départemental",
        "dpo_name": "Délégué à la protection des données du Département",
        "dpo_contact": "dpo@pas-de-calais.example",
    },
    CASA: HOST
    | {
        "publisher": "Communauté d’agglomération Sophia Antipolis",
        "legal_form": "Établissement public de coopération intercommunale",
        "address": "1 allée de l’Exemple\n06000 Exemple",
        "phone": "04 65 71 00 06",
        "siret": "00000006000012",
        "director": "Le président de la communauté d’agglomération",
        "dpo_name": "Déléguée à la protection des données de la communauté d’agglomération",
        "dpo_contact": "dpo@casa.example",
    },
}
KNOWN = {"publisher", "legal_form"}
EXAMPLES = [name for name in FIELDS if name not in KNOWN]

COMMITMENTS = """\
Engagements donnés en exemple.

Chaque nouvelle page est vérifiée avant d’être publiée : titres, textes de remplacement, contrastes, clavier.

Les personnes qui écrivent sont formées à l’accessibilité, et celles qui achètent la demandent dans les marchés.

Un audit par un tiers est prévu avant la fin du schéma ; ses corrections entrent dans le plan de l’année suivante."""
PLANS = [
    # years after the first, action, state
    (0, "Former les personnes qui publient (exemple)", "faite"),
    (0, "Faire vérifier les documents à télécharger (exemple)", "en_cours"),
    (1, "Faire auditer le portail et l’espace professionnel (exemple)", "a_faire"),
    (2, "Corriger ce que l’audit aura relevé (exemple)", "a_faire"),
]
COMPLAINTS = {
    PDC: [
        # days ago, page, difficulty, e-mail, days until the answer, answer
        (
            4, "Les plateformes", "Avec ma loupe d’écran, je perds le haut de la carte (exemple).",
            "camille@essai.example", None, "",
        ),
        (
            40, "Le formulaire de contact", "Mon lecteur d’écran ne disait pas l’erreur (exemple).",
            "sacha@essai.example", 2, "L’erreur est désormais annoncée. Merci de l’avoir dit.",
        ),
    ],
}  # fmt: skip
