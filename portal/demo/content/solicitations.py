"""The solicitations of the demonstration. All of them are fictitious, and name nobody, as the real ones."""

from dataclasses import dataclass, field

from extranet.solicitations.models import LeaseStage, Message, State, Step, Support
from extranet.solicitations.models.lists import (
    Age,
    Difficulty,
    EndReason,
    EvictionStage,
    Hope,
    Household,
    InformedHow,
    RefusalReason,
    Situation,
    Tried,
    Urgency,
)
from portal.demo.people import ASSOCIATION, CASA, LANDLORD, OTHER_LANDLORD, PDC

Kind = Message.Kind
NOBODY = ""

ASSESSMENTS = {
    PDC: {
        "carried_out_by": "Délégation à la protection des données (exemple)", "reference": "AIPD-LDA-1 (exemple)",
        "controller": "Département du Pas-de-Calais",
    },
    CASA: {
        "carried_out_by": "Délégation à la protection des données (exemple)", "reference": "AIPD-LDA-06 (exemple)",
        "controller": "Communauté d’agglomération Sophia Antipolis",
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Supported:
    """``since`` and ``ended``: days ago. ``referents``: (who, days ago, why the former one handed over).

    ``steps``: (days ago, what, a line). ``stages`` of a sliding lease: (days ago, which).
    """

    organisation: str
    kind: Support.Kind
    since: int
    referents: tuple[tuple[str, int, str], ...]
    deputy: str = NOBODY
    has_sliding_lease: bool = False
    stages: tuple[tuple[int, LeaseStage.Stage], ...] = ()
    steps: tuple[tuple[int, Step.Kind, str], ...] = ()
    ended: int | None = None
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """``days``: how long ago it was sent, or a draft begun. ``said``: (days ago, what, who, words), after its sending.

    ``meeting_in``: days until it is studied by several. ``is_presented``: to the tenant’s committee, without its texts.
    """

    reference: str
    by: str
    platform: str
    commune: str
    state: State
    days: int
    household: Household
    ages: tuple[Age, ...]
    situation: Situation
    difficulties: tuple[Difficulty, ...]
    eviction_stage: str = ""
    tried: tuple[Tried, ...] = ()
    tried_text: str = ""
    hoped: Hope = Hope.STUDY
    hoped_text: str = ""
    urgency: Urgency = Urgency.USUAL
    informed_how: InformedHow = InformedHow.NOTICE
    said: tuple[tuple[int, Kind, str, str], ...] = ()
    answer: dict[str, str] = field(default_factory=dict)
    guests: tuple[str, ...] = ()
    meeting_in: int = 0
    is_presented: bool = False
    support: Supported | None = None


SOLICITATIONS = {
    PDC: [
        Asked(
            reference="S-DEM0-00A1", by="diane", platform="lens-henin", commune="62498", state=State.RECEIVED, days=7,
            household=Household.PARENT, ages=(Age.ADULT, Age.CHILD), situation=Situation.GUEST,
            difficulties=(Difficulty.ACCESS, Difficulty.RIGHTS), tried=(Tried.HOUSING_REQUEST, Tried.SIAO),
            tried_text="Deux commissions d’attribution sans suite ; l’hébergement chez un proche s’arrête à la fin du "
            "mois.",
            hoped=Hope.SUPPORT, hoped_text="Un accompagnement pour entrer dans un logement et y rester.",
            urgency=Urgency.MONTH, is_presented=True,
        ),
        Asked(
            reference="S-DEM0-00A2", by="bob", platform="lens-henin", commune="62427", state=State.RECEIVED, days=1,
            household=Household.COUPLE_WITH_CHILDREN, ages=(Age.ADULT, Age.CHILD, Age.UNDER_3),
            situation=Situation.SOCIAL_TENANT, difficulties=(Difficulty.EVICTION, Difficulty.ARREARS),
            eviction_stage=EvictionStage.SUED, tried=(Tried.PLAN, Tried.FUND, Tried.COMMISSION),
            tried_text="Un premier plan d’apurement n’a pas tenu ; les ressources ont repris depuis.",
            hoped=Hope.STUDY, urgency=Urgency.DAYS, informed_how=InformedHow.PHONE,
        ),
        Asked(
            reference="S-DEM0-00A3", by="diane", platform="lens-henin", commune="62498", state=State.TO_COMPLETE,
            days=9, household=Household.ALONE, ages=(Age.YOUNG,), situation=Situation.LEAVING,
            difficulties=(Difficulty.ACCESS,), tried=(Tried.HOUSING_REQUEST,), hoped=Hope.DWELLING,
            said=((6, Kind.QUESTION, "alice", "Une demande est-elle déposée auprès du SIAO, et depuis quel mois ?"),),
        ),
        Asked(
            reference="S-DEM0-00A4", by="diane", platform="lens-henin", commune="62413", state=State.STUDIED, days=16,
            household=Household.COUPLE, ages=(Age.SENIOR,), situation=Situation.PRIVATE_TENANT,
            difficulties=(Difficulty.UNFIT, Difficulty.AUTONOMY), tried=(Tried.LANDLORD, Tried.SUPPORT),
            tried_text="Les travaux demandés au propriétaire ne viennent pas ; l’escalier n’est plus praticable.",
            hoped=Hope.DWELLING, said=(
                (12, Kind.INVITED, "alice", ""),
                (11, Kind.MESSAGE, "bob", "Un logement de plain-pied se libère au printemps sur ce secteur."),
                (4, Kind.STUDIED, "alice", ""),
            ), guests=("bob",), meeting_in=9,
        ),
        Asked(
            reference="S-DEM0-00A5", by="diane", platform="lens-henin", commune="62498", state=State.SUPPORTED,
            days=210, household=Household.ALONE, ages=(Age.ADULT,), situation=Situation.SHELTER,
            difficulties=(Difficulty.ACCESS, Difficulty.HEALTH), tried=(Tried.SIAO, Tried.DALO),
            hoped=Hope.SLIDING_LEASE, hoped_text="Une sous-location le temps de stabiliser les démarches.",
            said=(
                (204, Kind.STUDIED, "alice", ""),
                (200, Kind.SUPPORTED, "alice", "L’accompagnement commence, avec une sous-location."),
                (62, Kind.MESSAGE, "diane", "Le bilan à mi-parcours est bon : le loyer est payé chaque mois."),
            ),
            support=Supported(
                organisation=ASSOCIATION, kind=Support.Kind.ACCESS, since=200, has_sliding_lease=True, deputy="bob",
                referents=(("fanny", 200, ""), ("diane", 120, "Changement de secteur")),
                stages=((190, LeaseStage.Stage.AGREED), (180, LeaseStage.Stage.SUBLET), (62, LeaseStage.Stage.REVIEWED)),
                steps=((195, Step.Kind.DIAGNOSIS, ""), (180, Step.Kind.ENTRY, "Petit logement proche des transports."),
                       (130, Step.Kind.RIGHTS, ""), (62, Step.Kind.REVIEW, "Glissement du bail visé pour l’été.")),
            ),
        ),
        Asked(
            reference="S-DEM0-00A6", by="bob", platform="lens-henin", commune="62510", state=State.SUPPORTED, days=330,
            household=Household.COUPLE_WITH_CHILDREN, ages=(Age.ADULT, Age.CHILD), situation=Situation.SOCIAL_TENANT,
            difficulties=(Difficulty.EVICTION,), eviction_stage=EvictionStage.JUDGED, tried=(Tried.FUND,),
            hoped=Hope.SUPPORT, said=(
                (325, Kind.STUDIED, "alice", ""), (320, Kind.SUPPORTED, "alice", "Le bailleur suspend la procédure."),
            ),
            support=Supported(
                organisation=LANDLORD, kind=Support.Kind.KEEPING, since=320, referents=(("bob", 320, ""),),
                steps=((300, Step.Kind.DEBT, "Échéancier signé."), (90, Step.Kind.REVIEW, "")), ended=40,
                outcome=Support.Outcome.KEPT,
            ),
        ),
        Asked(
            reference="S-DEM0-00A7", by="fanny", platform="lens-henin", commune="62065", state=State.REDIRECTED,
            days=48, household=Household.ALONE, ages=(Age.ADULT,), situation=Situation.STREET,
            difficulties=(Difficulty.ACCESS,), urgency=Urgency.DAYS, tried=(Tried.SIAO,),
            said=((46, Kind.REDIRECTED, "alice", "Le SIAO reprend la demande et vous rappelle."),),
            answer={"destination": "SIAO du Pas-de-Calais (exemple)",
                    "destination_contact": "Par le formulaire de demande du SIAO ; le 115 pour la nuit."},
        ),
        Asked(
            reference="S-DEM0-00A8", by="diane", platform="lens-henin", commune="62274", state=State.REFUSED, days=75,
            household=Household.ADULTS, ages=(Age.ADULT, Age.SENIOR), situation=Situation.OWNER,
            difficulties=(Difficulty.NEIGHBOURS,), hoped=Hope.MEDIATION,
            said=((70, Kind.REFUSED, "alice", "Un conciliateur de justice est mieux placé : la mairie l’indique."),),
            answer={"refusal_reason": RefusalReason.NOT_CONCERNED},
        ),
        Asked(
            reference="S-DEM0-00A9", by="diane", platform="lens-henin", commune="62498", state=State.NO_FOLLOW_UP,
            days=100, household=Household.PARENT, ages=(Age.YOUNG, Age.UNDER_3), situation=Situation.TEMPORARY,
            difficulties=(Difficulty.ACCESS,),
            said=((92, Kind.ENDED, "diane", "Un logement a été attribué."),), answer={"end_reason": EndReason.SOLVED},
        ),
        Asked(
            reference="S-DEM0-00AB", by="diane", platform="lens-henin", commune="62498", state=State.DRAFT, days=2,
            household=Household.ALONE, ages=(Age.SENIOR,), situation=Situation.PRIVATE_TENANT,
            difficulties=(Difficulty.ARREARS,),
        ),
    ],
    CASA: [
        Asked(
            reference="S-DEM0-00C1", by="hugo", platform="casa", commune="06004", state=State.RECEIVED, days=6,
            household=Household.PARENT, ages=(Age.ADULT, Age.CHILD), situation=Situation.EMERGENCY,
            difficulties=(Difficulty.ACCESS,), tried=(Tried.SIAO,), hoped=Hope.SUPPORT, urgency=Urgency.MONTH,
            tried_text="Deux orientations sont restées sans suite.", guests=("fanny",), meeting_in=12, is_presented=True,
        ),
        Asked(
            reference="S-DEM0-00C2", by="fanny", platform="casa", commune="06155", state=State.SUPPORTED, days=95,
            household=Household.COUPLE, ages=(Age.ADULT,), situation=Situation.SOCIAL_TENANT,
            difficulties=(Difficulty.KEEPING, Difficulty.ARREARS), tried=(Tried.PLAN,), hoped=Hope.SUPPORT, said=(
                (88, Kind.STUDIED, "ezra", ""), (85, Kind.SUPPORTED, "ezra", "L’accompagnement commence."),
            ),
            support=Supported(
                organisation=OTHER_LANDLORD, kind=Support.Kind.KEEPING, since=85, referents=(("fanny", 85, ""),),
                deputy="ezra", steps=((80, Step.Kind.DIAGNOSIS, ""), (50, Step.Kind.DEBT, "")),
            ),
        ),
        Asked(
            reference="S-DEM0-00C3", by="fanny", platform="casa", commune="06152", state=State.REFUSED, days=60,
            household=Household.ALONE, ages=(Age.ADULT,), situation=Situation.PRIVATE_TENANT,
            difficulties=(Difficulty.ARREARS,), hoped=Hope.ADVICE,
            said=((55, Kind.REFUSED, "ezra", ""),), answer={"refusal_reason": RefusalReason.KNOWN},
        ),
    ],
}  # fmt: skip

EARLIER = {
    # platform: (how many ended in a support, redirected, refused, without follow-up) in the two years before
    PDC: {"lens-henin": (78, 27, 18, 21)},
    CASA: {"casa": (54, 21, 16, 15)},
}
"""Those whose texts are erased: rows for the figures alone."""
