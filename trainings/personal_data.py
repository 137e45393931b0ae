from events.words import when
from portal.accounts.personal_data import Section, tells, written
from trainings.models import HalfDay, Needs, Registration, Step, Training
from trainings.staff.said import when as days_of
from trainings.words import YOURS


@tells("registrations", order=54)
def registrations(user) -> Section:
    """What a person asked for, each step of it and what was written to them; what they need, while it is kept; and
    those whom they signed up, or of whom they decided, without their names: these are others’ data."""
    rows = Registration.objects.select_related("session__training", "organisation").order_by("asked_at", "pk")
    mine = list(rows.filter(membership__user=user).prefetch_related("steps", "mailings"))
    needs = {each.registration_id: each for each in Needs.objects.filter(registration__in=mine)}
    for_others = [
        {"Vous avez inscrit une personne à": each.session.training.title, "Le": written(each.asked_at)}
        for each in rows.filter(signed_up_by=user).exclude(membership__user=user)
    ]
    others = Step.objects.filter(by=user).exclude(registration__membership__user=user)
    if decided := others.exclude(registration__signed_up_by=user).count():
        for_others.append({"Étapes d’inscriptions d’autres personnes que vous avez décidées": str(decided)})
    return Section(
        title="Vos inscriptions aux formations",
        purpose="Donner les places, vous prévenir quand une date change, relever les présences.",
        kept="Trois ans après la session ; ce dont vous avez besoin sur place, une semaine.",
        rows=[*(_told(each, needs.get(each.pk)) for each in mine), *for_others],
    )


def _told(each: Registration, needs: Needs | None) -> dict:
    told = {
        "Formation": each.session.training.title,
        "Session": days_of(each.session),
        "Votre inscription": each.get_state_display(),
        "Au titre de": each.organisation.name if each.organisation else "",
        "Étapes": ", ".join(f"{step.get_label()} le {written(step.at)}" for step in each.steps.all()),
        "Courriels partis d’eux-mêmes": ", ".join(
            f"{mailing.get_kind_display()} le {written(mailing.sent_at)}"
            for mailing in sorted(each.mailings.all(), key=lambda mailing: mailing.sent_at)
        ),
        "Présence": YOURS.get(each.presence, ""),
        "Besoin d’accessibilité": needs.accessibility if needs else "",
        "Repas": needs.meals if needs else "",
    }
    return {name: value for name, value in told.items() if value}


@tells("trainings", order=52)
def trainings(user) -> Section:
    return Section(
        title="Les formations que vous avez créées",
        purpose="Savoir qui a écrit quoi au catalogue.",
        kept="Tant que la formation est au catalogue.",
        rows=[
            {"Formation": each.title, "Créée le": written(each.created_at)}
            for each in Training.objects.filter(created_by=user).order_by("created_at", "pk")
        ],
    )


@tells("half_days", order=53)
def half_days(user) -> Section:
    rows = HalfDay.objects.filter(trainer__user=user).select_related("session__training").order_by("starts_at", "pk")
    return Section(
        title="Les demi-journées que vous animez",
        purpose="Dire aux membres qui forme, et vous donner la liste de qui vient.",
        kept="Tant que la session est gardée, pour les certificats et les bilans.",
        rows=[{"Formation": each.session.training.title, "Quand": when(each.starts_at, each.ends_at)} for each in rows],
    )
