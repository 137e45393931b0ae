"""What the public face gives to the search: news, platforms, services. Its other pages are found as pages."""

from django.db.models import Exists, QuerySet, Subquery
from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from home.models import PlatformPage, Service, ServicesPage
from portal.pages.addresses import below_home
from portal.pages.searching import page_source, told
from portal.search.registry import Source, Told, declare, follow, read_again
from portal.tenancy.models import Membership
from portal.territories.models import Platform

NEWS, PLATFORMS, SERVICES = "actualites", "plateformes", "services"


def _pages_of_platforms() -> QuerySet[PlatformPage]:
    pages = PlatformPage.objects.live().filter(platform__isnull=False)
    return pages.select_related("platform").prefetch_related("platform__service_set")


def _told_of_platform(page: PlatformPage) -> Told:
    """Say what its page says: who carries it, and the services that are on its territory and not on all."""
    platform, written = page.platform, told(page)
    services = sorted(platform.service_set.all(), key=lambda service: service.pk)
    around = " ".join(f"{service.name} {service.summary}" for service in services)
    return Told(
        title=written.title,
        summary=written.summary or (platform.carrier and f"Portée par {platform.carrier}."),
        text=written.text,
        aside=f"{platform.name} {platform.carrier} {around}",
        url=written.url,
    )


def _services_shown_to(membership: Membership | None) -> QuerySet[Service]:
    """Return the services, if their one page is for this member (None: a visitor)."""
    return Service.objects.filter(Exists(ServicesPage.objects.visible_to(membership)))


def _services() -> QuerySet[Service]:
    page = ServicesPage.objects.live().values("url_path")[:1]
    return Service.objects.annotate(page=Subquery(page))


def _told_of_service(service: Service) -> Told:
    text = ". ".join(filter(None, (service.for_whom, service.who_may_ask, service.how, service.coverage_note)))
    url = f"{below_home(service.page)}#{service.slug}" if service.page else ""
    return Told(title=service.name, summary=service.summary, text=text, aside=service.carrier, url=url)


declare(page_source(NEWS, label="Actualité", plural="Actualités", order=20))
declare(
    Source(
        name=PLATFORMS, label="Plateforme", plural="Plateformes", order=30,
        rows=_pages_of_platforms,
        visible=PlatformPage.objects.visible_to,
        told=_told_of_platform,
    )
)  # fmt: skip
declare(
    Source(
        name=SERVICES, label="Service", plural="Services", order=40,
        rows=_services,
        visible=_services_shown_to,
        told=_told_of_service,
    )
)  # fmt: skip


def _pages(**those) -> list[int]:
    return list(PlatformPage.objects.filter(**those).values_list("pk", flat=True))


follow(PLATFORMS, Platform, lambda platform: _pages(platform=platform.pk))
follow(SERVICES, Service)
follow(SERVICES, ServicesPage, lambda page: Service.objects.values_list("pk", flat=True))
follow(PLATFORMS, Service, lambda service: _pages())  # those that it was around are known no more


@receiver(m2m_changed, sender=Service.platforms.through)
def read_the_platforms_again(sender, action, **kwargs):
    if action.startswith("post_"):
        read_again(PLATFORMS, _pages())
