from django.db import models

from portal.tenancy.scoping import TenantModel


class FilePolicy(TenantModel):
    """What a tenant decided about the files put in it. Without a row: nothing is held back."""

    is_shown_to_the_public = False

    holds_unscanned = models.BooleanField(
        "retenir un fichier tant qu’il n’est pas analysé", default=False,
        help_text="Personne ne peut l’ouvrir avant que l’antivirus ne l’ait déclaré sain.",
    )  # fmt: skip

    class Meta:
        verbose_name = "règle sur les fichiers"
        default_permissions = ("change",)
        constraints = [models.UniqueConstraint(fields=["tenant"], name="one_file_policy_per_tenant")]

    def __str__(self):
        return str(self.tenant)
