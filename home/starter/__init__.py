"""What a new tenant's site says on its first day, before its staff have written a word: the principle.

What the law wants said is made from data (home.legal).
"""

from home.models import ContentPage
from home.starter.building import finished
from home.starter.principle import HOME_BODY, principle_page
from portal.design.typography import french
from portal.tenancy.models import Tenant


def write_first_pages(tenant: Tenant) -> None:
    """Write and publish the first pages of ``tenant``, in its context; its staff make them their own."""
    home = tenant.home_page.specific
    home.body = finished(HOME_BODY, f"{tenant.slug}/home")
    home.save_revision().publish()
    fields = principle_page()
    page = ContentPage(
        title=french(fields["title"]),
        slug=fields["slug"],
        lead=french(fields["lead"]),
        body=finished(fields["body"], f"{tenant.slug}/{fields['slug']}"),
        show_in_menus=fields.get("in_menu", False),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
