"""What a new tenant's site says on its first day, before its staff have written a word: the principle and the law."""

from home.models import ContentPage
from home.starter.building import finished
from home.starter.legal import legal_pages
from home.starter.principle import HOME_BODY, principle_page
from portal.design.typography import french
from portal.tenancy.models import Tenant


def write_first_pages(tenant: Tenant) -> None:
    """Write and publish the first pages of ``tenant``, in its context; its staff make them their own."""
    home = tenant.home_page.specific
    home.body = finished(HOME_BODY, f"{tenant.slug}/home")
    home.save_revision().publish()
    for fields in [principle_page(), *legal_pages(tenant.name)]:
        page = ContentPage(
            title=french(fields["title"]),
            slug=fields["slug"],
            lead=french(fields["lead"]),
            body=finished(fields["body"], f"{tenant.slug}/{fields['slug']}"),
            show_in_menus=fields.get("in_menu", False),
        )
        home.add_child(instance=page)
        page.save_revision().publish()
