"""Trainings as the search finds them: those of the catalogue, by what their page says."""

from django.urls import reverse

from portal.search.registry import Source, Told, declare, follow
from portal.tenancy.models import Module
from trainings.models import Training

TRAININGS = "formations"


def _told(training: Training) -> Told:
    parts = (training.aims, training.programme, training.method, training.prerequisites, training.for_whom)
    return Told(
        title=training.title,
        summary=training.summary,
        text=" ".join(filter(None, (*parts, training.accessibility))),
        aside=training.institute.name,
        url=reverse("training", args=[training.slug], urlconf="portal.urls"),
    )


declare(
    Source(
        name=TRAININGS, label="Formation", plural="Formations", order=55, module=Module.TRAININGS,
        rows=lambda: Training.objects.select_related("institute"),
        visible=Training.objects.visible_to,
        told=_told,
    )
)  # fmt: skip
follow(TRAININGS, Training)
