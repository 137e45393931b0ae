from events.models import FeedToken
from portal.accounts.personal_data import Section, tells, written


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
