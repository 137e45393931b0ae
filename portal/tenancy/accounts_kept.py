"""What an account, and belonging to a tenant, keep of people."""

from portal.tenancy.dormancy import WARNED_BEFORE
from portal.tenancy.invitations import KEPT_FOR as INVITATION_KEPT_FOR
from portal.tenancy.models import Tenant
from portal.tenancy.processing import Processing, declare, in_words


def _kept(tenant: Tenant) -> str:
    return (
        f"l’accès prend fin après {tenant.dormant_after} mois sans visite, le compte est effacé après "
        f"{tenant.anonymised_after} mois ; vous êtes prévenu {in_words(WARNED_BEFORE)} avant"
    )


declare(
    Processing(
        code="accounts", order=100, title="Les comptes des professionnels",
        data="nom, courriel professionnel, rôles, appareils connectés, date de la dernière visite, identifiant donné "
        "par ProConnect à qui s’en sert",
        purpose="vous reconnaître et vous ouvrir ce qui vous est destiné",
        recipients="l’administration de ce portail ; vos collègues du réseau, pour ce que vous leur montrez",
        kept=_kept,
        more=("Ce que vous avez fait reste, sans votre nom, une fois le compte effacé.",),
    ),
    Processing(
        code="invitations", order=110, title="Les invitations",
        data="courriel, nom s’il est connu, rôles proposés",
        purpose="ouvrir un compte à qui est attendu",
        recipients="l’administration de ce portail, et la structure qui invite",
        kept=f"{in_words(INVITATION_KEPT_FOR)} après la fin de leur validité",
    ),
)  # fmt: skip
