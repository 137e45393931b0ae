"""What the account itself knows."""

from allauth.usersessions.models import UserSession

from portal.accounts.devices import in_plain_words
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
            },
            *(
                {"Changement d’adresse vers": each.new_email, "Demandé le": written(each.created_at)}
                for each in user.address_changes.order_by("created_at")
            ),
        ],
    )


@tells("proconnect", order=1)
def proconnect(user: User) -> Section:
    return Section(
        title="Votre identité ProConnect",
        purpose="Vous reconnaître quand vous vous connectez par ProConnect. Rien d’autre n’en est gardé.",
        kept="Jusqu’à ce que vous l’oubliiez dans « Mon compte », ou que le compte soit effacé.",
        rows=[
            {"Donnée par": each.issuer, "Identifiant": each.subject, "Reliée le": written(each.tied_at)}
            for each in user.proconnect_identities.order_by("tied_at")
        ],
    )


@tells("sessions", order=1)
def sessions(user: User) -> Section:
    return Section(
        title="Vos appareils connectés",
        purpose="Vous laisser reconnaître et fermer vos sessions.",
        kept="Tant que la session est ouverte.",
        rows=[
            {
                "Appareil": in_plain_words(each.user_agent),
                "Tel que le navigateur se nomme": each.user_agent,
                "Adresse IP": each.ip,
                "Depuis le": written(each.created_at),
                "Vu le": written(each.last_seen_at),
            }
            for each in UserSession.objects.filter(user=user).order_by("created_at")
        ],
    )
