"""The logo, the icon and the home page's picture as pages show them: cut when they are chosen, remembered since."""

from dataclasses import dataclass, replace

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from portal.design.look import Look
from portal.pages.models import PortalImage, PortalRendition, TenantPictures
from portal.pages.models.pictures import PICTURES
from portal.tenancy.cache import remember
from portal.tenancy.facts import facts_of
from portal.tenancy.models import Tenant

LOGO, LOGO_WIDTH, LOGO_HEIGHT = "max-288x84|format-webp", 144, 42  # shown at half its size: sharp on any screen
ICON, LARGE_ICON = "fill-32x32|format-png", "fill-180x180|bgcolor-ffffff|format-png"
NARROW, WIDE = ((320, 200), (640, 400)), ((1280, 400),)
FORMATS = {"avif": "image/avif", "webp": "image/webp"}
QUALITIES = (60, 45, 30, 20)
HEAVIEST = 60 * 1024  # bytes, for one cut of the home page's picture


@dataclass(frozen=True)
class Cut:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Source:
    """One ``<source>``, or the ``<img>`` itself: the first cut gives the shape."""

    type: str
    cuts: tuple[Cut, ...]
    is_wide: bool = False

    @property
    def srcset(self) -> str:
        return ", ".join(f"{cut.url} {cut.width}w" for cut in self.cuts)


@dataclass(frozen=True)
class HomePicture:
    sources: tuple[Source, ...]
    alt: str
    credit: str

    @property
    def fallback(self) -> Cut:
        return self.sources[-1].cuts[-1]


@dataclass(frozen=True)
class Pictures:
    logo: Cut | None = None
    icon: Cut | None = None
    large_icon: Cut | None = None
    home: HomePicture | None = None


def pictures_of(tenant: Tenant) -> Pictures:
    """Return what the tenant chose; two queries, none where it chose nothing, then none until something changes."""
    return remember(tenant, "pictures", lambda: cut(_chosen(tenant.pk) if _chose_any(tenant) else None))


def _chose_any(tenant: Tenant) -> bool:
    return any(image for row in facts_of(tenant, PICTURES) for image in row.values())


def letterhead_of(tenant: Tenant) -> Look:
    """Return how the tenant's papers look: with its logo, where it chose one whose file is there."""
    return replace(tenant.look, logo=remember(tenant, "letterhead", lambda: _logo_file(_chosen(tenant.pk))))


def _logo_file(chosen: TenantPictures | None) -> bytes:
    known = {}
    if chosen is None or _cut(chosen.logo, LOGO, known) is None:
        return b""
    (rendition,) = known.values()
    try:
        with rendition.file.open() as file:
            return file.read()
    except OSError:
        return b""


def cut(chosen: TenantPictures | None) -> Pictures:
    """Return the cuts of what was chosen, made where they are missing. A file that is lost counts as not chosen."""
    if chosen is None:
        return Pictures()
    images = [image for image in (chosen.logo, chosen.icon, chosen.home_picture) if image]
    known = {
        (each.image_id, each.filter_spec, each.focal_point_key): each
        for each in PortalRendition.objects.filter(image__in=images)
    }
    return Pictures(
        logo=_in_the_masthead(_cut(chosen.logo, LOGO, known)),
        icon=_cut(chosen.icon, ICON, known),
        large_icon=_cut(chosen.icon, LARGE_ICON, known),
        home=_home(chosen, known),
    )


@receiver(post_save, sender=PortalImage)
def cut_again(sender, instance, created, **kwargs):
    """An image whose point of interest moved is cut now, and not at the next visit."""
    chosen = None if created else _chosen(instance.tenant_id)
    if chosen and instance.pk in {chosen.logo_id, chosen.icon_id, chosen.home_picture_id}:
        cut(chosen)


def _chosen(tenant_id: int) -> TenantPictures | None:
    chosen = TenantPictures.objects.filter(tenant=tenant_id)
    return chosen.select_related("logo", "icon", "home_picture").first()


def _in_the_masthead(logo: Cut | None) -> Cut | None:
    if logo is None:
        return None
    scale = min(LOGO_WIDTH / logo.width, LOGO_HEIGHT / logo.height, 1)
    return Cut(logo.url, round(logo.width * scale), round(logo.height * scale))


def _home(chosen: TenantPictures, known: dict) -> HomePicture | None:
    image = chosen.home_picture
    sources = []
    for is_wide, sizes in ((True, WIDE), (False, NARROW)):
        for form, mime in FORMATS.items():
            cuts = tuple(_light(image, f"fill-{width}x{height}", form, known) for width, height in sizes)
            if None in cuts:
                return None
            sources.append(Source(mime, cuts, is_wide))
    return HomePicture(tuple(sources), "" if chosen.is_decorative else image.description, image.credit)


def _light(image: PortalImage | None, shape: str, form: str, known: dict) -> Cut | None:
    """Return the best of this shape that is no heavier than it may be; the others are not kept."""
    specs = [f"{shape}|format-{form}|{form}quality-{quality}" for quality in QUALITIES]
    for spec in specs:
        if image and (image.pk, spec, Filter(spec).get_cache_key(image)) in known:
            return _cut(image, spec, known)
    for spec in specs:
        made = _cut(image, spec, known)
        if made is None:
            return None
        rendition = known[image.pk, spec, Filter(spec).get_cache_key(image)]
        if rendition.file.size <= HEAVIEST or spec == specs[-1]:
            return made
        rendition.delete()
    return None


def _cut(image: PortalImage | None, spec: str, known: dict) -> Cut | None:
    if image is None:
        return None
    key = (image.pk, spec, Filter(spec).get_cache_key(image))
    try:
        rendition = known[key] = known.get(key) or image.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    return Cut(rendition.url, rendition.width, rendition.height)
