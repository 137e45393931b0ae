"""The periodic jobs of trainings."""

import datetime

from portal.jobs.registry import periodic
from trainings import convocations, evaluating, registering, reminders, telling


@periodic("trainings.offers", label="Proposer à la suite les places de formation", every=datetime.timedelta(minutes=15))
def pass_on() -> None:
    registering.pass_on()


@periodic("trainings.changes", label="Écrire ce qui a changé dans les formations", every=datetime.timedelta(minutes=15))
def catch_up() -> None:
    telling.catch_up()


@periodic(
    "trainings.convocations", label="Envoyer les convocations aux formations", every=datetime.timedelta(minutes=15)
)
def convene() -> None:
    convocations.catch_up()


@periodic("trainings.reminders", label="Rappeler les sessions de formation", every=datetime.timedelta(hours=1))
def remind() -> None:
    reminders.send()


@periodic("trainings.forget", label="Effacer les besoins et les inscriptions anciennes", at=datetime.time(3, 40))
def forget() -> None:
    registering.forget()
    evaluating.forget()


@periodic(
    "trainings.evaluations", label="Demander leur avis aux personnes formées", every=datetime.timedelta(minutes=30)
)
def ask_opinions() -> None:
    evaluating.send()


@periodic("trainings.shuffle", label="Séparer les évaluations de qui a répondu", at=datetime.time(3, 50))
def shuffle() -> None:
    evaluating.shuffle()
