from django.core.exceptions import ValidationError
from django.db import models

from portal.pages.models.media import PortalImage
from portal.tenancy.facts import declare
from portal.tenancy.scoping import TenantModel

PICTURES = "pictures"
LEAST_ICON, LEAST_HOME, LEAST_LOGO = 180, 1280, 56  # px: as large as they are shown on a sharp screen


class TenantPictures(TenantModel):
    """The logo of a tenant, its icon in the browser's tabs, the picture of its home page. Without a row: the sign."""

    logo = models.ForeignKey(
        PortalImage, models.SET_NULL, verbose_name="logo", null=True, blank=True, related_name="+",
        help_text="Dans l’en-tête, à côté du nom. Un fond transparent convient : en sombre, le logo a un fond blanc.",
    )  # fmt: skip
    icon = models.ForeignKey(
        PortalImage, models.SET_NULL, verbose_name="icône", null=True, blank=True, related_name="+",
        help_text=f"Carrée, d’au moins {LEAST_ICON} pixels : dans les onglets, les favoris, l’écran d’un téléphone.",
    )  # fmt: skip
    home_picture = models.ForeignKey(
        PortalImage, models.SET_NULL, verbose_name="image de la page d’accueil", null=True, blank=True,
        related_name="+",
        help_text=f"D’au moins {LEAST_HOME} pixels de large. Son point d’intérêt reste visible une fois recadrée.",
    )  # fmt: skip
    is_decorative = models.BooleanField(
        "image décorative", default=True,
        help_text="Elle n’apprend rien que le texte ne dise. Sinon, la description de l’image est lue à voix haute.",
    )  # fmt: skip

    class Meta:
        verbose_name = "images de la collectivité"
        default_permissions = ("change",)
        constraints = [models.UniqueConstraint(fields=["tenant"], name="one_set_of_pictures_per_tenant")]

    def __str__(self):
        return "Logo et images"

    def clean(self):
        super().clean()
        errors = {}
        if self.logo and self.logo.height < LEAST_LOGO:
            errors["logo"] = f"Ce logo n’a que {self.logo.height} pixels de haut : il en faut {LEAST_LOGO}."
        if self.icon and self.icon.width != self.icon.height:
            errors["icon"] = f"Cette image n’est pas carrée ({self.icon.width} × {self.icon.height} pixels)."
        elif self.icon and self.icon.width < LEAST_ICON:
            errors["icon"] = f"Cette image n’a que {self.icon.width} pixels de côté : il en faut {LEAST_ICON}."
        if self.home_picture and self.home_picture.width < LEAST_HOME:
            width = self.home_picture.width
            errors["home_picture"] = f"Cette image n’a que {width} pixels de large : il en faut {LEAST_HOME}."
        elif self.home_picture and not self.is_decorative and not self.home_picture.description:
            errors["is_decorative"] = "Cette image n’a pas de description : écrivez-la dans la médiathèque."
        if errors:
            raise ValidationError(errors)


declare(PICTURES, lambda tenant: TenantPictures.objects.filter(tenant=tenant), "logo", "icon", "home_picture")
