from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from home.blocks import HOME_BLOCKS
from portal.pages.models import BasePage
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models import Platform


class ServiceQuerySet(models.QuerySet):
    def around(self, platforms: list[Platform]):
        """Services of these platforms, and those that are everywhere."""
        everywhere = Q(platforms=None)
        return self.filter(everywhere | Q(platforms__in=platforms)).distinct() if platforms else self.filter(everywhere)


class Service(TenantModel):
    """What exists around the platforms: for whom, who may ask, who carries it, how to reach it."""

    name = models.CharField("nom", max_length=140)
    slug = models.SlugField("identifiant", max_length=140)
    summary = models.CharField("en une phrase", max_length=240)
    for_whom = models.CharField("pour qui", max_length=300)
    who_may_ask = models.CharField("qui peut demander", max_length=300, blank=True)
    carrier = models.CharField("qui le porte", max_length=200, blank=True)
    how = models.TextField("comment le joindre", blank=True)
    platforms = models.ManyToManyField(
        Platform, verbose_name="plateformes", blank=True, help_text="Aucune cochée : tout le territoire."
    )
    coverage_note = models.CharField(
        "précision sur le territoire", max_length=200, blank=True, help_text="« selon les territoires »"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = TenantManager.from_queryset(ServiceQuerySet)()

    class Meta:
        verbose_name = "service"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "slug"], name="one_service_per_slug",
                violation_error_message="Un service a déjà cet identifiant.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class ServicesPage(BasePage):
    """All the services of the tenant; the rows say what is in it."""

    body = StreamField(HOME_BLOCKS, verbose_name="contenu sous la liste", blank=True)

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "home/services_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "page des services"

    def get_context(self, request, *args, **kwargs):
        services = Service.objects.prefetch_related("platforms")
        return super().get_context(request, *args, **kwargs) | {"services": services}
