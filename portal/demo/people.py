"""The people of the demonstration, all fictitious, one account per role. Tests speak of the same ones."""

import datetime
from dataclasses import dataclass

from portal.accounts.models import User
from portal.database import context
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.services import set_membership
from portal.territories.models import Coordination, Platform

PASSWORD = "un-toit-pour-chacun"  # noqa: S105 (printed by make run, for fictitious people on one's own machine)
KIND = Organisation.Kind
SINCE_THEY_CAME = datetime.timedelta(days=200)
SINCE_LAST_REVIEW = datetime.timedelta(days=40)
"""When a référent de structure last said who was there: everywhere but where the demonstration has a review due."""


@dataclass(frozen=True)
class Person:
    """``roles`` by tenant; ``works_for``: tenant → (organisation, function, is référent de structure)."""

    first_name: str
    what: str
    roles: dict[str, set[Role]]
    works_for: dict[str, tuple[str, str, bool]]
    coordinates: str = ""
    is_operator: bool = False

    @property
    def email(self) -> str:
        return f"{self.first_name.lower().replace('é', 'e').replace('ë', 'e')}@demo.example"


PDC, CASA = "pas-de-calais", "casa"
LANDLORD, OTHER_LANDLORD = "Bailleur social n° 1 (exemple)", "Bailleur social n° 2 (exemple)"
ASSOCIATION = "Association d’insertion (exemple)"

PEOPLE = [
    Person("Alice", "coordinatrice, plateforme de Lens-Hénin", {PDC: {Role.COORDINATION}}, {}, "lens-henin"),
    Person("Bob", "bailleur", {PDC: set()}, {PDC: (LANDLORD, "Chargé d’attribution", False)}),
    Person("Chloé", "communication", {PDC: {Role.COMMUNICATION}}, {}),
    Person("Diane", "professionnelle, référente de sa structure", {PDC: set()},
           {PDC: (ASSOCIATION, "Travailleuse sociale", True)}),
    Person("Gaël", "administrateur", {PDC: {Role.ADMINISTRATION}}, {}),
    Person("Iris", "rédaction", {PDC: {Role.REDACTION}}, {}),
    Person("Ezra", "coordination", {CASA: {Role.COORDINATION}}, {}, "casa"),
    Person("Karim", "administrateur", {CASA: {Role.ADMINISTRATION}}, {}),
    Person("Fanny", "bailleur, sur les deux territoires", {PDC: set(), CASA: set()},
           {PDC: (OTHER_LANDLORD, "Responsable de secteur", False),
            CASA: (OTHER_LANDLORD, "Responsable de secteur", False)}),
    Person("Hugo", "formateur", {CASA: {Role.TRAINER}},
           {CASA: ("Institut d’enseignement supérieur de travail social (IESTS)", "Formateur", False)}),
    Person("Jeanne", "élue", {CASA: {Role.ELECTED}}, {CASA: ("Commune du territoire (exemple)", "Adjointe", False)}),
    Person("Olga", "exploitation de la plateforme", {}, {}, is_operator=True),
]  # fmt: skip

ORGANISATIONS = {
    PDC: [
        ("Département du Pas-de-Calais", KIND.AUTHORITY, False),
        (ASSOCIATION, KIND.ASSOCIATION, True),
        (LANDLORD, KIND.LANDLORD, True),
        (OTHER_LANDLORD, KIND.LANDLORD, True),
    ],
    CASA: [
        ("Communauté d’agglomération Sophia Antipolis", KIND.AUTHORITY, False),
        ("GALICE", KIND.ASSOCIATION, False),
        ("Institut d’enseignement supérieur de travail social (IESTS)", KIND.INSTITUTE, False),
        ("Commune du territoire (exemple)", KIND.AUTHORITY, True),
        # The committee's first meeting brought together eleven landlords; the source names none of them.
        *[(f"Bailleur social n° {number} (exemple)", KIND.LANDLORD, True) for number in range(1, 12)],
    ],
}


def load_people(tenants: dict[str, Tenant], today: datetime.date) -> None:
    """Make the organisations, accounts and memberships. A password that someone changed is kept."""
    for slug, tenant in tenants.items():
        with context.use(tenant.context):
            for name, kind, is_example in ORGANISATIONS[slug]:
                Organisation.objects.update_or_create(
                    tenant=tenant, name=name, defaults={"kind": kind, "is_example": is_example}
                )
    for person in PEOPLE:
        user = _account(person)
        for slug, roles in person.roles.items():
            membership = set_membership(user, tenants[slug], roles)
            with context.use(tenants[slug].context):
                _place(person, membership, today)


def _account(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(
            person.email, PASSWORD, first_name=person.first_name, last_name="(exemple)",
            is_superuser=person.is_operator, is_staff=person.is_operator,
        )  # fmt: skip
    return user


def _place(person: Person, membership: Membership, today: datetime.date) -> None:
    slug = membership.tenant.slug
    if slug in person.works_for:
        organisation, function, is_referent = person.works_for[slug]
        Affiliation.objects.update_or_create(
            membership=membership,
            organisation=Organisation.objects.get(name=organisation),
            defaults={
                "function": function,
                "is_referent": is_referent,
                "started_on": today - SINCE_THEY_CAME,
                "confirmed_on": today - SINCE_LAST_REVIEW,
            },
        )
    if person.coordinates:
        Coordination.objects.update_or_create(
            platform=Platform.objects.get(slug=person.coordinates), user=membership.user,
            defaults={"started_on": today - SINCE_THEY_CAME},
        )  # fmt: skip
