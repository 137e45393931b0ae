"""What no text of a solicitation may hold: whatever says who it is about."""

import re

from django.core.exceptions import ValidationError

from portal.design.typography import french

EMAIL = re.compile(r"\S+@\S+\.\S+")
PHONE = re.compile(r"(?<!\d)(?:\+33|0033|0)[\s.\-]*[1-9](?:[\s.\-]*\d{2}){4}(?!\d)")
SOCIAL_SECURITY = re.compile(r"(?<!\d)[12](?:\s*\d){12}(?:\s*\d{2})?(?!\d)")


def screened(text: str) -> None:
    """Refuse a text that says who it is about. Raises ValidationError, in words that name what was found."""
    for pattern, what in ((EMAIL, "une adresse électronique"), (PHONE, "un téléphone"), (SOCIAL_SECURITY, "un numéro")):
        if found := pattern.search(text):
            raise ValidationError(french(f"Ce texte contient {what} (« {found[0]} ») : retirez-le."))
