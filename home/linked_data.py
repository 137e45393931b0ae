"""The authority and its platforms as search engines read them (schema.org). No address of anybody's mailbox."""

from collections.abc import Iterable

from django.urls import reverse

from home.legal.pack import known_for_true
from portal.pages.pictures import pictures_of
from portal.tenancy.models import Tenant
from portal.territories.models import Commune, Platform

SCHEMA = "https://schema.org"
PUBLISHER = {"legalName": "publisher", "address": "address", "taxID": "siret"}
"""What the legal notice says, by the names of schema.org."""


def organisation(tenant: Tenant) -> dict:
    """Return the data of the home page: the authority that publishes this portal, as its legal notice says it is."""
    logo = pictures_of(tenant).logo
    told = {
        "@context": SCHEMA,
        "@type": "GovernmentOrganization",
        "@id": f"{tenant.base_url}/#collectivite",
        "name": tenant.name,
        "url": f"{tenant.base_url}/",
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "url": tenant.base_url + reverse("contact"),
            "availableLanguage": "fr",
        }
        | ({"telephone": tenant.contact_phone} if tenant.contact_phone else {}),
        "logo": tenant.base_url + logo.url if logo else "",
    }
    known = known_for_true(tenant)
    told |= {name: " ".join(known.get(field, "").split()) for name, field in PUBLISHER.items()}
    return {name: value for name, value in told.items() if value}


def service(platform: Platform, communes: Iterable[Commune], tenant: Tenant) -> dict:
    """Return the data of the page of a platform: what it does, where, and how one asks."""
    title = platform.title[:1].upper() + platform.title[1:]
    channel = {
        "@type": "ServiceChannel",
        "serviceUrl": tenant.base_url + reverse("contact_platform", args=[platform.slug]),
    }
    if platform.phone:
        number = platform.phone_uri.removeprefix("tel:")
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": number, "availableLanguage": "fr"}
    told = {
        "@context": SCHEMA,
        "@type": "GovernmentService",
        "name": title,
        "serviceType": "Logement d’abord",
        "url": f"{tenant.base_url}/plateformes/{platform.slug}/",
        "provider": {"@type": "Organization", "name": platform.carrier or tenant.name},
        "serviceOperator": {"@id": f"{tenant.base_url}/#collectivite", "@type": "GovernmentOrganization",
                            "name": tenant.name},
        "availableChannel": channel,
        "areaServed": [{"@type": "City", "name": each.name, "identifier": each.code} for each in communes],
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}
