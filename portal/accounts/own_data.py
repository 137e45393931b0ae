"""What the account itself knows."""

from portal.accounts.models import User
from portal.accounts.personal_data import Section, tells, written


@tells("account", order=0)
def account(user: User) -> Section:
    return Section(
        title="Votre compte",
        purpose="Vous reconnaître quand vous vous connectez, sur tous les portails où vous avez un accès.",
        kept="24 mois au plus après votre dernière visite ; vous êtes prévenu 30 jours avant.",
        rows=[
            {
                "Prénom": user.first_name,
                "Nom": user.last_name,
                "Courriel": user.email,
                "Créé le": written(user.date_joined),
                "Dernière connexion le": written(user.last_login),
            }
        ],
    )
