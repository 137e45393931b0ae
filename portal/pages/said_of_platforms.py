"""What other areas say on the public page of each platform: an upward need, so the list sits below them all."""

from dataclasses import dataclass

from portal.tenancy.models import Module, Tenant


@dataclass(frozen=True)
class Said:
    """A section of the page: its template is given ``platform``. Without its ``module`` a tenant has nothing of it."""

    template: str
    order: int
    module: Module | None = None


_said: list[Said] = []


def add(said: Said) -> None:
    if said not in _said:
        _said.append(said)


def said_for(tenant: Tenant) -> list[str]:
    """Return the templates of what is said to a visitor of this tenant, in order: no query."""
    here = (each for each in _said if each.module is None or tenant.has_module(each.module))
    return [each.template for each in sorted(here, key=lambda each: each.order)]
