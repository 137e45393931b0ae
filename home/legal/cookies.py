"""The cookies of this portal: all there are, for what, and until when. None of them needs anybody's consent."""

import datetime
from dataclasses import dataclass

from django.conf import settings

from portal.accounts.devices import COOKIE, KNOWN_FOR
from portal.tenancy.processing import Basis, Processing, declare, in_words


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str
    kept: str


def cookies() -> list[Cookie]:
    """Return the cookies as this installation names them."""
    session = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    form = datetime.timedelta(seconds=settings.CSRF_COOKIE_AGE)
    return [
        Cookie(settings.CSRF_COOKIE_NAME, "protège les formulaires contre l’envoi par un autre site", _about(form)),
        Cookie(settings.SESSION_COOKIE_NAME, "vous garde connecté à l’espace professionnel", in_words(session)),
        Cookie(
            COOKIE,
            "reconnaît un navigateur qui a déjà ouvert votre compte, pour ne vous écrire que si c’en est un nouveau",
            in_words(KNOWN_FOR),
        ),
    ]


def _about(time: datetime.timedelta) -> str:
    """Return the time in words; Django's own year is 52 weeks."""
    return "12 mois" if time == datetime.timedelta(weeks=52) else in_words(time)


declare(
    Processing(
        code="cookies", order=900, title="Les cookies",
        data="un identifiant de session, une marque d’appareil",
        purpose="faire marcher un formulaire ou une connexion ; ni mesure de votre passage, ni tiers",
        recipients="personne",
        kept="le détail est à la page « Cookies »",
        basis=Basis.NO_CONSENT_NEEDED,
    ),
)  # fmt: skip
