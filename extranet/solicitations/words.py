"""Words that several screens of solicitations say alike."""

from portal.design.typography import french

NO_NAMES = french(
    "Pas de nom, pas de date de naissance, pas d’adresse, pas de téléphone, pas de diagnostic : dites la situation,"
    " jamais la personne."
)
"""The help of each free text; ``templates/solicitations/_no_names.html`` says it at length, once, before a form."""
