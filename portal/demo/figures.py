"""The key figures of the demonstration. Keyed by slug: run twice, nothing doubles."""

import datetime
import uuid
from decimal import Decimal

from home.figures.models import Figure, FigureValue
from home.starter.building import NAMESPACE
from portal.demo.content.figures import FIGURES
from portal.design.typography import french
from portal.tenancy.models import Tenant
from portal.tenancy.reviewed import in_a_year

AS_IT_IS = {"slug", "unit"}
OVERDUE_BY = datetime.timedelta(days=12)


def load_figures(tenant: Tenant, today: datetime.date) -> None:
    """Write the figures of ``tenant``; inside its context. Those that lack a source wait to be read again."""
    for position, content in enumerate(FIGURES[tenant.slug], 1):
        fields = {
            name: value if name in AS_IT_IS else french(value) for name, value in content.items() if name != "series"
        }
        fields["position"] = position * 10
        review_on = in_a_year() if content.get("source") else today - OVERDUE_BY
        figure, _ = Figure.objects.update_or_create(
            slug=content["slug"], defaults=fields, create_defaults=fields | {"review_on": review_on}
        )
        for value, comparison, as_of, period in content["series"]:
            measured = {
                "value": Decimal(value), "comparison": comparison and Decimal(comparison), "period": french(period),
            }  # fmt: skip
            FigureValue.objects.update_or_create(figure=figure, as_of=as_of, defaults=measured)


def with_figures(blocks: list[dict]) -> list[dict]:
    """Return a page's blocks with the keys of the figures that they name by their slugs."""
    return [
        block | {"value": block["value"] | {"figures": _keys(block["value"]["figures"])}}
        if block["type"] == "portal_figures"
        else block
        for block in blocks
    ]


def _keys(slugs: list[str]) -> list[dict]:
    """Return the items of the block's list, whose ids are the same each time."""
    keys = dict(Figure.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [{"type": "item", "value": keys[slug], "id": str(uuid.uuid5(NAMESPACE, f"figure/{slug}"))} for slug in slugs]
