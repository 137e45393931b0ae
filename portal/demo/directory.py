"""The directory of the demonstration: what organisations do and where, more members, circles.

What each authority's page names keeps its name; the others, and all the people, are fictitious and say « (exemple) ».
"""

import datetime

from django.utils import timezone
from django.utils.text import slugify

from portal.accounts.models import User
from portal.database import context
from portal.demo.content.directory import CIRCLES, COLLEAGUES, ORGANISATIONS, PROFILES, Colleague, Sheet
from portal.demo.people import SINCE_LAST_REVIEW
from portal.design.typography import french
from portal.organisations.models import Affiliation, Circle, JoinRequest, Organisation, Profile
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.services import set_membership
from portal.territories.models import Platform


def load_directory(tenants: dict[str, Tenant], today: datetime.date) -> None:
    """Load or repair the directory, after the people."""
    for slug, tenant in tenants.items():
        with context.use(tenant.context):
            for sheet in ORGANISATIONS[slug]:
                _load_organisation(sheet)
        for colleague in COLLEAGUES[slug]:
            _load_colleague(colleague, tenant, today)
        with context.use(tenant.context):
            _load_profiles(tenant)
            _load_circles(tenant, today)


def _load_organisation(sheet: Sheet) -> None:
    organisation, _ = Organisation.objects.update_or_create(
        name=sheet.name,
        defaults={
            "kind": sheet.kind, "mission": french(sheet.mission), "seat_id": sheet.seat or None, "phone": sheet.phone,
            "email": sheet.email, "internal_contact": french(sheet.internal_contact), "email_domains": sheet.domains,
            "covers_everything": sheet.platforms == "*", "is_proposed": sheet.is_proposed,
            "is_example": "(exemple)" in sheet.name,
        },
    )  # fmt: skip
    slugs = [] if sheet.platforms == "*" else sheet.platforms.split()
    organisation.platforms.set(Platform.objects.filter(slug__in=slugs))


def _load_colleague(colleague: Colleague, tenant: Tenant, today: datetime.date) -> None:
    """Make a member who signs in nowhere: an account without a password."""
    user = User.objects.filter(email=_address(colleague)).first()
    if user is None:
        name = {"first_name": colleague.first_name, "last_name": f"{colleague.last_name} (exemple)"}
        user = User.objects.create_user(_address(colleague), **name)
    membership = set_membership(user, tenant, ())
    with context.use(tenant.context):
        Affiliation.objects.update_or_create(
            membership=membership,
            organisation=Organisation.objects.get(name=colleague.organisation),
            defaults={
                "function": colleague.function, "is_referent": colleague.is_referent,
                "started_on": today - datetime.timedelta(days=150),
                "confirmed_on": today - SINCE_LAST_REVIEW if colleague.is_confirmed else None,
            },
        )  # fmt: skip
        shown = {"phone": colleague.phone, "shows_phone": bool(colleague.phone), "mission": french(colleague.mission)}
        Profile.objects.update_or_create(
            membership=membership,
            defaults=shown | {"is_listed": colleague.is_listed, "shows_email": colleague.shows_email},
        )


def _load_profiles(tenant: Tenant) -> None:
    for first_name, fields in PROFILES[tenant.slug].items():
        Profile.objects.update_or_create(membership=_member(tenant, f"{first_name}@demo.example"), defaults=fields)


def _load_circles(tenant: Tenant, today: datetime.date) -> None:
    asked_at = timezone.make_aware(datetime.datetime.combine(today - datetime.timedelta(days=2), datetime.time(9)))
    for content in CIRCLES[tenant.slug]:
        circle, _ = Circle.objects.update_or_create(
            slug=slugify(content.name),
            defaults={
                "name": content.name, "purpose": french(content.purpose),
                "platform": Platform.objects.filter(slug=content.platform).first(),
                "owner": _member(tenant, f"{content.owner}@demo.example") if content.owner else None,
                "is_listed": content.is_listed, "takes_requests": content.takes_requests,
            },
        )  # fmt: skip
        for name in content.members:
            circle.members.add(member_called(tenant, name))
        for name, message in content.asked:
            JoinRequest.objects.get_or_create(
                circle=circle, membership=member_called(tenant, name),
                defaults={"message": french(message), "created_at": asked_at},
            )  # fmt: skip


def member_called(tenant: Tenant, name: str) -> Membership:
    """Return the member whom the content calls « alice », or « Nadia Lefebvre »."""
    people = {f"{each.first_name} {each.last_name}": _address(each) for each in COLLEAGUES[tenant.slug]}
    return _member(tenant, people.get(name, f"{name}@demo.example"))


def _member(tenant: Tenant, email: str) -> Membership:
    return Membership.objects.of(tenant).get(user__email=email)


def _address(colleague: Colleague) -> str:
    return f"{slugify(colleague.first_name)}.{slugify(colleague.last_name)}@demo.example"
