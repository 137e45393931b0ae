"""Who answers for a commune: its exception when there is one, else the rule of its intercommunality.

Conditions on the tenant are written out: joins do not pass through the managers.
"""

from collections import defaultdict

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from portal.tenancy.models import Tenant
from portal.territories.models import Commune, CoverageException, CoverageRule, Platform
from portal.territories.models.coverage import covered_by

__all__ = ["communes_by_platform", "covered", "covered_by", "given", "ruled", "target_of", "with_covers"]

_RULES = "intercommunality__coverage_rules"
_EXCEPTIONS = "coverage_exceptions"
HAS_TARGET = ~Q(platform=None) | ~Q(other_body=None)


def ruled(tenant_id: int | None) -> QuerySet[Commune]:
    """Return the communes that a rule covers, the rule beside them as ``rule``; not those an exception names.

    ``tenant_id`` None: over all tenants, once for each rule.
    """
    excepted = CoverageException.objects.filter(tenant=OuterRef("rule__tenant"), commune=OuterRef("pk"))
    return (
        Commune.objects.order_by()
        .annotate(rule=FilteredRelation(_RULES, condition=_rules_of(tenant_id)))
        # In one call: a second one would join the rules a second time.
        .filter(~Exists(excepted), rule__isnull=False)
    )


def given(tenant_id: int | None) -> QuerySet[CoverageException]:
    """Return the exceptions that give a commune to somebody. ``tenant_id`` None: of all tenants."""
    exceptions = CoverageException.objects.order_by().filter(HAS_TARGET)
    return exceptions if tenant_id is None else exceptions.filter(tenant=tenant_id)


def covered(tenant_id: int | None) -> QuerySet[Commune]:
    """Return the communes for which somebody answers. ``tenant_id`` None: in any tenant."""
    codes = ruled(tenant_id).values_list("pk").union(given(tenant_id).values_list("commune_id"))
    return Commune.objects.filter(pk__in=codes)


def with_covers(communes: QuerySet[Commune], tenant_id: int | None) -> QuerySet[Commune]:
    """Return communes with ``rule`` and ``exception`` beside them, and all that is shown of either, joined.

    With ``tenant_id`` None a commune comes once for each pair of a rule and an exception.
    """
    exceptions = Q()
    shown = ["departement", "intercommunality"]
    if tenant_id is not None:
        exceptions = Q(**{f"{_EXCEPTIONS}__tenant": tenant_id})
    for cover in ("rule", "exception"):
        for target in ("platform", "other_body"):
            shown.append(f"{cover}__{target}" if tenant_id is not None else f"{cover}__{target}__tenant")
    return (
        communes.annotate(
            rule=FilteredRelation(_RULES, condition=_rules_of(tenant_id)),
            exception=FilteredRelation(_EXCEPTIONS, condition=exceptions),
        )
        .select_related(*shown)
        .defer("contour")
    )


def target_of(commune: Commune) -> CoverageRule | CoverageException | None:
    """Return what decides for a commune read by ``with_covers`` for one tenant; None: nobody answers."""
    decides = getattr(commune, "exception", None) or getattr(commune, "rule", None)
    return decides if decides and decides.target else None


def communes_by_platform(tenant: Tenant) -> list[tuple[Platform, list[Commune]]]:
    """Return every platform of ``tenant`` by name, each with its communes by name."""
    communes = defaultdict(list)
    for commune in with_covers(covered(tenant.pk), tenant.pk).order_by("name__unaccent"):
        decides = target_of(commune)
        communes[decides.platform_id].append(commune)
    platforms = Platform.objects.filter(tenant=tenant).order_by("name")
    return [(platform, communes[platform.pk]) for platform in platforms]


def _rules_of(tenant_id: int | None) -> Q:
    rules = Q(**{f"{_RULES}__departement": None}) | Q(**{f"{_RULES}__departement": F("departement")})
    return rules if tenant_id is None else rules & Q(**{f"{_RULES}__tenant": tenant_id})
