"""The calendar's periodic jobs."""

import datetime

from events import reminders, signing_up, telling
from portal.jobs.registry import periodic


@periodic("events.offers", label="Proposer à la suite les places sans réponse", every=datetime.timedelta(minutes=15))
def pass_on() -> None:
    signing_up.pass_on()


@periodic(
    "events.changes", label="Écrire aux personnes inscrites ce qui a changé", every=datetime.timedelta(minutes=15)
)
def catch_up() -> None:
    telling.catch_up()


@periodic("events.reminders", label="Rappeler les dates de l’agenda", every=datetime.timedelta(hours=1))
def remind() -> None:
    reminders.send()


@periodic("events.old-sign-ups", label="Effacer les inscriptions anciennes", at=datetime.time(3, 35))
def forget() -> None:
    signing_up.forget()
