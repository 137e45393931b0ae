"""The blocks of public pages: the editors' own, and those that show what lies above ``portal.pages``.

What such a block shows is what its reader may see, read in one or two queries whatever there is, and remembered
where it is the same for everyone. Drawn without a request (an index, a task), it shows nothing.
"""

import datetime

from django.apps import apps
from django.utils import timezone
from wagtail import blocks

from events import dated
from events.dated import Dated
from home.figures.blocks import PortalFiguresBlock
from portal.pages.blocks import BODY_BLOCKS
from portal.tenancy.cache import remember
from portal.tenancy.kept_pages import changes_at
from portal.tenancy.models import Module, Tenant
from portal.territories.maps import map_of
from portal.territories.models import Platform

__all__ = ["HOME_BLOCKS"]

GROUP = "Ce que le portail sait"
AHEAD = datetime.timedelta(days=366)
KEPT = 40
"""How many coming dates are remembered: more than a block shows, so that those that pass leave others."""


def how_many(default: int) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label="Combien, au plus", min_value=1, max_value=12, default=default)


class LivingBlock(blocks.StructBlock):
    """A block whose words are its title alone: the rest is read when the page is shown."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        request = context.get("request")
        tenant = getattr(request, "tenant", None)
        return context | (self.shown(value, request, tenant) if tenant else {})

    def get_searchable_content(self, value):
        """Say nothing to the search, nor to what describes the page: what is shown is of the rows, and changes."""
        return []

    def shown(self, value, request, tenant: Tenant) -> dict:
        """Return what the template draws."""
        return {}


class FinderBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Quelle plateforme répond ?")
    hint = blocks.CharBlock(label="Exemples", required=False, max_length=80, help_text="« Lens, 62000 ou Hesdin »")

    class Meta:
        icon = "search"
        label = "Recherche d’une plateforme"
        group = GROUP
        template = "blocks/finder.html"
        description = "Le champ où l’on écrit sa commune ; un seul par page."
        is_alone = True
        preview_value = {"title": "Quelle plateforme répond ?", "hint": "Une commune ou un code postal"}


class NextEventsBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Prochaines dates")
    most = how_many(3)

    class Meta:
        icon = "calendar"
        label = "Prochaines dates"
        group = GROUP
        template = "blocks/next_events.html"
        description = "Les dates publiques de l’agenda qui viennent ; tenues à jour toutes seules."
        preview_value = {"title": "Prochaines dates", "most": 3}

    def shown(self, value, request, tenant):
        if not tenant.has_module(Module.CALENDAR):
            return {}
        return {"entries": coming(tenant)[: value["most"]], "has_agenda": True}


def coming(tenant: Tenant) -> list[Dated]:
    """Return the public dates that are not over nor called off, the soonest first."""
    now = timezone.now()
    known = remember(tenant, "coming-dates", lambda: _coming(now))
    changes_at(each.entry.ends_at for each in known)
    return [each for each in known if each.entry.ends_at > now]


def _coming(now: datetime.datetime) -> list[Dated]:
    return [each for each in dated.between(None, now, now + AHEAD) if not each.is_called_off][:KEPT]


class LatestNewsBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Actualités")
    most = how_many(3)

    class Meta:
        icon = "doc-full"
        label = "Dernières actualités"
        group = GROUP
        template = "blocks/latest_news.html"
        description = "Les actualités les plus récentes que le lecteur peut lire."
        preview_value = {"title": "Actualités", "most": 3}

    def shown(self, value, request, tenant):
        # By its name: the pages of news have these blocks themselves.
        news = apps.get_model("home", "NewsPage").objects.visible_to(request.membership)
        return {"news": news.order_by("-date", "-pk")[: value["most"]]}


class PlatformsBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Joindre une plateforme")

    class Meta:
        icon = "group"
        label = "Liste des plateformes"
        group = GROUP
        template = "blocks/platforms.html"
        description = "Toutes les plateformes et comment joindre chacune."
        preview_value = {"title": "Joindre une plateforme"}

    def shown(self, value, request, tenant):
        return {"platforms": Platform.objects.order_by("name")}


class MapBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Le territoire")
    caption = blocks.CharBlock(
        label="Légende", required=False, default="Choisissez un territoire : la carte mène à la page de sa plateforme."
    )

    class Meta:
        icon = "site"
        label = "Carte du territoire"
        group = GROUP
        template = "blocks/map.html"
        description = "La carte des plateformes ; mettez près d’elle leur liste, qui dit la même chose en mots."
        is_alone = True
        preview_value = {"title": "Le territoire", "caption": "Chaque territoire mène à sa plateforme."}

    def shown(self, value, request, tenant):
        return {"map": map_of(tenant), "short_name": tenant.short_name}


class ContactBlock(LivingBlock):
    title = blocks.CharBlock(label="Titre", default="Nous joindre")

    class Meta:
        icon = "mail"
        label = "Nous joindre"
        group = GROUP
        template = "blocks/contact.html"
        description = "Le téléphone, le courriel et le formulaire de la collectivité."
        preview_value = {"title": "Nous joindre"}

    def shown(self, value, request, tenant):
        return {"tenant": tenant}


HOME_BLOCKS = [
    *BODY_BLOCKS,
    ("portal_figures", PortalFiguresBlock()),
    ("finder", FinderBlock()),
    ("next_events", NextEventsBlock()),
    ("latest_news", LatestNewsBlock()),
    ("platforms", PlatformsBlock()),
    ("map", MapBlock()),
    ("contact", ContactBlock()),
]
