"""What the staff must confirm or complete before the finder's answers are beyond doubt."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils import timezone

from portal.tenancy.models import Tenant
from portal.territories.models import Commune, Coordination, CoverageRule, OtherBody, Platform, ToCheck


@dataclass(frozen=True)
class Task:
    """One thing to do: where (a back-office address name and its key), and in what words."""

    url_name: str
    pk: int
    subject: str
    words: str


@dataclass(frozen=True)
class Row:
    """One rule, with how many communes and inhabitants it stands for."""

    rule: CoverageRule
    communes: int
    inhabitants: int


@dataclass(frozen=True)
class Checklist:
    contacts: list[Task]
    vacancies: list[Task]
    rows: list[Row]
    renewed: list[ToCheck]

    @property
    def assumed(self) -> list[Row]:
        return [row for row in self.rows if row.rule.state == CoverageRule.State.ASSUMED]


def checklist_of(tenant: Tenant, *, may_appoint: bool) -> Checklist:
    """Return what is to be checked for ``tenant``: missing or doubtful contacts, and every rule.

    Platforms that nobody coordinates are among it for whoever may say who does.
    """
    return Checklist(
        contacts=[*_platforms(tenant), *_other_bodies(tenant)],
        vacancies=[*_vacancies(tenant)] if may_appoint else [],
        rows=_rows(tenant),
        renewed=list(ToCheck.objects.filter(tenant=tenant)),
    )


def _platforms(tenant: Tenant):
    for platform in Platform.objects.filter(tenant=tenant).order_by("name"):
        if not platform.phone:
            yield Task(
                "platform:edit",
                platform.pk,
                platform.name,
                "Aucun téléphone : le public lit qu’il n’y en a pas.",
            )
        if not platform.email:
            yield Task(
                "platform:edit",
                platform.pk,
                platform.name,
                "Aucun courriel : le formulaire va au contact général.",
            )
        elif platform.email_needs_checking:
            words = f"Courriel à vérifier auprès de son titulaire : {platform.email} contient un accent."
            yield Task("platform:edit", platform.pk, platform.name, words)


def _other_bodies(tenant: Tenant):
    for body in OtherBody.objects.filter(tenant=tenant).order_by("name"):
        if not body.has_contact:
            yield Task("otherbody:edit", body.pk, body.name, "Aucun contact connu : le public est renvoyé vers vous.")


def _vacancies(tenant: Tenant):
    kept = Coordination.objects.not_over(timezone.localdate()).filter(tenant=tenant)
    for platform in Platform.objects.filter(tenant=tenant).exclude(pk__in=kept.values("platform")).order_by("name"):
        words = "Aucune coordination : personne en particulier ne tient ses contacts ni sa couverture."
        yield Task("coordination:edit", platform.pk, platform.name, words)


def _rows(tenant: Tenant) -> list[Row]:
    rules = (
        CoverageRule.objects.filter(tenant=tenant)
        .select_related("intercommunality", "platform", "other_body")
        .order_by("state", "platform__name", "intercommunality__name")
    )
    sums = {
        (siren, departement): (communes, inhabitants or 0)
        for siren, departement, communes, inhabitants in Commune.objects.filter(
            intercommunality__coverage_rules__tenant=tenant
        )
        .values_list("intercommunality", "departement")
        .annotate(communes=Count("code", distinct=True), inhabitants=Sum("population"))
        .order_by()
    }
    return [Row(rule, *_total(rule, sums)) for rule in rules]


def _total(rule: CoverageRule, sums: dict) -> tuple[int, int]:
    counted = [
        pair
        for (siren, departement), pair in sums.items()
        if siren == rule.intercommunality_id and rule.departement_id in (None, departement)
    ]
    return sum(communes for communes, _ in counted), sum(inhabitants for _, inhabitants in counted)
