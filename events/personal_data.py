from events.models import Event, FeedToken, SignUp
from events.words import when
from portal.accounts.personal_data import Section, tells, written


@tells("sign_ups", order=50)
def sign_ups(user) -> Section:
    """What a person answered, and those whom they signed up, without their names: these are others' data."""
    mine = SignUp.objects.filter(membership__user=user).select_related("occurrence__event").order_by("asked_at", "pk")
    answers = [
        {
            "Événement": each.occurrence.event.title,
            "Date": when(each.occurrence.starts_at, each.occurrence.ends_at),
            "Votre réponse": each.get_state_display(),
            "Donnée le": written(each.changed_at),
        }
        for each in mine
    ]
    for_others = [
        {"Vous avez inscrit une personne à": each.occurrence.event.title, "Le": written(each.changed_at)}
        for each in SignUp.objects.filter(signed_up_by=user)
        .exclude(membership__user=user)
        .select_related("occurrence__event")
        .order_by("changed_at", "pk")
    ]
    return Section(
        title="Vos inscriptions",
        purpose="Compter les places, et vous prévenir quand une date change.",
        kept="12 mois après la date.",
        rows=[*answers, *for_others],
    )


@tells("events", order=51)
def events(user) -> Section:
    return Section(
        title="Les événements que vous avez créés",
        purpose="Savoir qui a annoncé quoi.",
        kept="Tant que l’événement est à l’agenda.",
        rows=[
            {"Événement": each.title, "Créé le": written(each.created_at)}
            for each in Event.objects.filter(created_by=user).order_by("created_at")
        ],
    )


@tells("feed_tokens", order=36)
def subscriptions(user) -> Section:
    return Section(
        title="Vos abonnements à l’agenda",
        purpose="Que votre téléphone ou votre messagerie lise vos rendez-vous.",
        kept="Jusqu’à ce que vous les supprimiez, ou que votre accès prenne fin. L’adresse elle-même n’est pas gardée.",
        rows=[
            {
                "Nom": each.name,
                "Montre": each.get_purpose_display(),
                "Créé le": written(each.created_at),
                "Lu pour la dernière fois le": written(each.last_used_on),
            }
            for each in FeedToken.objects.filter(membership__user=user)
        ],
    )
