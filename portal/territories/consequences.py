"""What a new reference of communes does to each tenant: who answers where, and the rows that name a merged commune.

Runs as the platform, inside the transaction that writes the reference.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from portal.database import context
from portal.design.typography import french
from portal.tenancy.models import Tenant
from portal.territories.coverage import covered, target_of, with_covers
from portal.territories.models import Commune, CoverageException, PlaceName, ToCheck

Territory = dict[str, tuple[str, str]]
"""A commune's code → its name, and who answers for it."""
Consequences = dict[int, list[tuple[str, str]]]
"""A tenant's key → (subject, what changed), in the order of a list."""
Lost = tuple[int, str, str]
"""(tenant's key, the row in words, what it is)"""

OWN_RULES = {CoverageException, PlaceName}
"""What names a commune and is decided elsewhere: an exception is a decision, a name goes with its commune."""
AT_MOST = 200
"""Points of a tenant; the rest is counted."""


def territories() -> dict[int, Territory]:
    """Return who answers for each commune, in every tenant."""
    return {
        tenant.pk: {
            commune.pk: (str(commune), str(decides.target))
            for commune in with_covers(covered(tenant.pk), tenant.pk).order_by()
            if (decides := target_of(commune))
        }
        for tenant in Tenant.objects.order_by("pk")
    }


def _pointing() -> Iterable[models.ForeignKey]:
    """Yield each key to a commune, whatever app it is in."""
    for relation in Commune._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in OWN_RULES:
            yield relation.field


def named(codes: set[str]) -> list[str]:
    """Return those of these communes that a row names which would have to follow somewhere."""
    found = set()
    for field in _pointing() if codes else ():
        rows = field.model._base_manager.filter(**{f"{field.name}__in": codes})
        found |= set(rows.order_by().values_list(field.attname, flat=True))
    return sorted(found)


def follow(merged: dict[str, str]) -> dict[int, list[tuple[str, str]]]:
    """Let the rows that name a merged commune name the one it became; return how many, by tenant."""
    told = defaultdict(list)
    for field in _pointing() if merged else ():
        for old, new in merged.items():
            rows = field.model._base_manager.filter(**{field.name: old})
            counts = rows.order_by().values_list("tenant").annotate(models.Count("pk"))
            for tenant, count in list(counts):
                told[tenant].append((old, f"{field.model._meta.verbose_name_plural} : {count}"))
            rows.update(**{field.name: new})
    return told


def between(
    before: dict[int, Territory],
    after: dict[int, Territory],
    merged: dict[str, str],
    lost: list[Lost],
    followed: dict[int, list[tuple[str, str]]],
) -> Consequences:
    """Return what each tenant should look at, between two states of who answers where."""
    became = {commune.pk: str(commune) for commune in Commune.objects.filter(pk__in=merged.values()).defer("contour")}
    here = set(Commune.objects.values_list("pk", flat=True))
    told: Consequences = {}
    for tenant in before.keys() | after.keys():
        old, new = before.get(tenant, {}), after.get(tenant, {})
        lines = [(row, f"{kind} : supprimée avec ce qu’elle nommait.") for of, row, kind in lost if of == tenant]
        for code in sorted(old.keys() | new.keys()):
            if code in new and old.get(code) != new[code]:
                lines.append((new[code][0], _changed(old.get(code), new[code])))
            elif code not in new:
                into = merged.get(code)
                lines.append((old[code][0], _gone(old[code][1], code in here, became.get(into), new.get(into))))
        for code, count in followed.get(tenant, ()):
            words = f"Elle est maintenant celle de lignes qui nommaient {code} : {count}."
            lines.append((became[merged[code]], words))
        if lines:
            told[tenant] = [(french(subject)[:160], french(words)[:400]) for subject, words in lines]
    return told


def _changed(old: tuple[str, str] | None, new: tuple[str, str]) -> str:
    """Say what became of a commune that somebody here answers for: each side is its name, and who answers."""
    if old is None:
        return f"Entre dans votre territoire : {new[1]} répond."
    return f"S’appelait {old[0]}." if old[1] == new[1] else f"Passe de {old[1]} à {new[1]}."


def _gone(answered: str, exists: bool, into: str | None, there: tuple[str, str] | None) -> str:
    """Say what became of a commune that nobody here answers for any more; ``into``: the commune it is part of."""
    if exists:
        return f"Quitte votre territoire : {answered} en répondait."
    if into is None:
        return f"N’existe plus ; {answered} en répondait."
    who = f"{there[1]} y répond" if there else "personne n’y répond ici"
    return f"Fait maintenant partie de {into} ; {who}. Avant : {answered}."


def leave_to_check(told: Consequences) -> None:
    """Write down, for each tenant, what somebody there has to look at."""
    for tenant in Tenant.objects.filter(pk__in=told):
        lines = told[tenant.pk]
        shown = lines[:AT_MOST]
        if len(lines) > AT_MOST:
            shown.append(("Autres communes", french(f"{len(lines) - AT_MOST} autres changements : relisez la carte.")))
        with context.use(tenant.context):
            ToCheck.objects.bulk_create(
                [ToCheck(tenant=tenant, subject=subject, words=words) for subject, words in shown]
            )
