"""What solicitations keep of people: of the households nothing that names them, of professionals what they did."""

from extranet.solicitations.grounds import basis_of, months_of
from extranet.solicitations.models.erasures import REPORTS_KEPT_FOR
from extranet.solicitations.models.journal import JOURNAL_KEPT_FOR
from extranet.solicitations.models.solicitations import DRAFTS_KEPT_FOR
from portal.tenancy.models import Module, Tenant
from portal.tenancy.processing import Basis, Processing, declare, in_words


def _kept(tenant: Tenant) -> str:
    return (
        f"{months_of(tenant)} mois après le dernier échange, puis les textes sont effacés et seuls les chiffres "
        f"restent ; un brouillon, {in_words(DRAFTS_KEPT_FOR)} ; tant qu’un accompagnement est en cours, rien n’est "
        "effacé"
    )


declare(
    Processing(
        code="solicitations", order=190, title="Les sollicitations de la plateforme", module=Module.SOLICITATIONS,
        data="la composition du ménage par tranches d’âge, sa commune, sa situation et ses difficultés d’après des "
        "listes fermées, ce qui a été tenté et ce qui est attendu ; ni nom, ni date de naissance, ni adresse, ni "
        "téléphone ; les professionnels qui demandent, étudient et accompagnent",
        purpose="étudier une situation complexe ou bloquée, y répondre, et mettre en place un accompagnement",
        recipients="qui a sollicité, la coordination de cette plateforme, le référent de l’accompagnement et les "
        "partenaires invités par leur nom ; l’administration et les élus ne lisent que des chiffres",
        kept=_kept, basis=basis_of,
        more=(
            "Une sollicitation porte une référence tirée au hasard : la correspondance avec le ménage reste chez le "
            "partenaire, qui l’informe avant d’envoyer sa demande. C’est par lui que s’exercent les droits du ménage.",
        ),
    ),
    Processing(
        code="solicitations_journal", order=191, title="Le journal des sollicitations", module=Module.SOLICITATIONS,
        data="qui a lu ou fait quoi, quand, et la référence de la sollicitation",
        purpose="pouvoir dire qui a eu accès à une sollicitation",
        recipients="la coordination de la plateforme, l’administration de ce portail et le délégué ou la déléguée à la "
        "protection des données",
        kept=f"{in_words(JOURNAL_KEPT_FOR)} ; les comptes rendus d’effacement, sans aucun nom, "
        f"{in_words(REPORTS_KEPT_FOR)}",
        basis=Basis.LEGAL_DUTY,
        more=("Le journal ne se modifie pas : le nom d’une personne partie y reste jusqu’à ce terme.",),
    ),
)  # fmt: skip
