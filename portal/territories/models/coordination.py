"""Who answers for a platform: its coordinator, or the deputy while the coordinator is away."""

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone

from portal.tenancy.models import Membership, Role
from portal.tenancy.scoping import TenantManager, TenantModel
from portal.territories.models.platforms import Platform

ANSWERING_ROLES = (Role.COORDINATION, Role.ADMINISTRATION)


def people_who_may_answer(tenant_id: int) -> models.QuerySet:
    """Return the accounts that can be named coordinator or deputy in a tenant, by name."""
    members = Membership.objects.of(tenant_id).active().with_role(*ANSWERING_ROLES)
    return get_user_model().objects.filter(pk__in=members.values("user")).order_by("last_name", "first_name", "email")


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: datetime.date):
        return self.filter(ends_on__gte=day)


class CoordinationQuerySet(models.QuerySet):
    def not_over(self, day: datetime.date):
        """Keep those that run on ``day`` or will; the day one ends, its successor answers."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def on(self, day: datetime.date):
        """Keep those that run on ``day``."""
        return self.not_over(day).filter(started_on__lte=day)

    def kept_by(self, user, day: datetime.date):
        """Keep those for which ``user`` is the coordinator on ``day``, or deputises."""
        deputised = Absence.objects.on(day).filter(coordinator=OuterRef("user"), deputy=user)
        return self.on(day).filter(Q(user=user) | Exists(deputised))


def who_answers(platform: Platform, day: datetime.date):
    """Return the account that answers for ``platform`` on ``day``, or None when nobody coordinates it."""
    coordination = Coordination.objects.on(day).filter(platform=platform).select_related("user").first()
    if coordination is None:
        return None
    absence = Absence.objects.on(day).filter(coordinator=coordination.user_id).select_related("deputy").first()
    return absence.deputy if absence else coordination.user


class Coordination(TenantModel):
    """Who coordinates which platform, since when."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="coordinations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinations")
    started_on = models.DateField("depuis le", default=timezone.localdate)
    ended_on = models.DateField("fin le", null=True, blank=True)

    objects = TenantManager.from_queryset(CoordinationQuerySet)()

    class Meta:
        verbose_name = "coordination"
        default_permissions = ()
        permissions = [("appoint_coordinator", "dire qui coordonne")]
        constraints = [
            models.UniqueConstraint(
                fields=["platform"], condition=Q(ended_on=None), name="one_current_coordinator_per_platform"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="coordination_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.platform}"


class Absence(TenantModel):
    """A coordinator is away, both days included; the deputy answers for all their platforms."""

    is_shown_to_the_public = False

    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="qui s’absente", related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="suppléance assurée par", related_name="+"
    )
    starts_on = models.DateField("du", default=timezone.localdate)
    ends_on = models.DateField("au (inclus)")

    objects = TenantManager.from_queryset(AbsenceQuerySet)()

    class Meta:
        verbose_name = "absence"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("coordinator")), name="absence_deputy_is_another_person",
                violation_error_message="Choisissez une autre personne que celle qui s’absente.",
            ),
            ExclusionConstraint(
                name="absences_of_a_coordinator_do_not_overlap",
                expressions=[
                    ("tenant", RangeOperators.EQUAL),
                    ("coordinator", RangeOperators.EQUAL),
                    (
                        Func("starts_on", "ends_on", RangeBoundary(inclusive_upper=True), function="DATERANGE",
                             output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Une autre absence couvre déjà une partie de ces jours.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.coordinator}, du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            # Said here: PostgreSQL makes no range of such days, to compare it with other absences.
            raise ValidationError({"ends_on": "Le dernier jour vient avant le premier."})
        may_answer = people_who_may_answer(self.tenant_id)
        if self.deputy_id and not may_answer.filter(pk=self.deputy_id).exists():
            raise ValidationError({"deputy": "Cette personne n’a ni le rôle coordination ni le rôle administration."})

    def validate_constraints(self, exclude=None):
        """Check those on the coordinator too: their own form does not show that field."""
        super().validate_constraints(exclude=set(exclude or ()) - {"coordinator"})
