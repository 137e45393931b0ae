from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

__all__ = ["ANONYMOUS", "AddressChange", "ProConnectIdentity", "User"]

ANONYMOUS = "compte effacé"


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an account. Raises ValueError without an address; without a password it cannot log in by one."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            # Whoever makes an account knows its owner's address; a later change has to be confirmed.
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email.lower(), verified=True, primary=True
            )
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person's one account, whatever the number of tenants they work with."""

    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    first_name = models.CharField("prénom", max_length=100, blank=True)
    last_name = models.CharField("nom", max_length=100, blank=True)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("exploitation de la plateforme", default=False)
    date_joined = models.DateTimeField("créé le", default=timezone.now, editable=False)
    warned_on = models.DateField("prévenu de l’effacement le", null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message="Un compte existe déjà pour cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at=None) | Q(is_active=False, first_name="", last_name=""),
                name="anonymised_account_names_nobody",
            ),
        ]

    def __str__(self):
        return ANONYMOUS if self.anonymised_at else self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email


class AddressChange(models.Model):
    """Somebody asked for another address: it counts once both the old one and the new one have said yes.

    Only digests of the two links' tokens are kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    new_email = models.EmailField("nouvelle adresse", max_length=254)
    old_digest = models.CharField(max_length=64, unique=True, editable=False)
    new_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("valable jusqu’au")
    old_confirmed_at = models.DateTimeField("confirmé à l’ancienne adresse le", null=True, editable=False)
    new_confirmed_at = models.DateTimeField("confirmé à la nouvelle adresse le", null=True, editable=False)
    closed_at = models.DateTimeField("fait ou arrêté le", null=True, editable=False)

    class Meta:
        verbose_name = "changement d’adresse"
        verbose_name_plural = "changements d’adresse"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(closed_at=None), name="one_address_change_at_a_time"),
            models.CheckConstraint(condition=Q(new_email=Lower(F("new_email"))), name="new_address_is_lower_case"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="address_change_ends_after_start"),
        ]

    def __str__(self):
        return self.new_email


class ProConnectIdentity(models.Model):
    """Who a person is at ProConnect: what opens their account when they come from there, whatever their address.

    ``subject`` means something to ``issuer`` alone, and changes with the identity provider of the person. Nothing
    else that ProConnect tells is kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="proconnect_identities")
    issuer = models.CharField("donné par", max_length=200)
    subject = models.CharField("identifiant", max_length=255)
    tied_at = models.DateTimeField("relié le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "identité ProConnect"
        verbose_name_plural = "identités ProConnect"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_per_proconnect_identity"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_proconnect_identity_per_account"),
        ]

    def __str__(self):
        return f"ProConnect – {self.user}"
