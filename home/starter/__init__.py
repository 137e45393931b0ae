"""What a new tenant's site says on its first day, before its staff have written a word.

The principle, and a page for private owners and for mayors. What the law wants said is made from data (home.legal).
"""

from home.models import ContactPolicy, ContentPage
from home.starter.audiences import audience_pages
from home.starter.building import finished
from home.starter.principle import HOME_BODY, principle_page
from portal.design.typography import french
from portal.tenancy.models import Module, Tenant


def write_first_pages(tenant: Tenant) -> None:
    """Write and publish the first pages of ``tenant``, in its context; its staff make them their own."""
    home = tenant.home_page.specific
    home.body = finished(HOME_BODY, f"{tenant.slug}/home")
    home.save_revision().publish()
    _write(tenant, home, principle_page())
    write_contact_pages(tenant)


def write_contact_pages(tenant: Tenant) -> None:
    """Write, once, the pages that lead to the contact form; a page that has such an address already stays.

    The policy on messages comes with them and says that it was done: a page that the staff deleted since does not
    come back.
    """
    if ContactPolicy.objects.filter(tenant=tenant).exists():
        return
    ContactPolicy.objects.create(tenant=tenant)
    home = tenant.home_page.specific
    for fields in audience_pages(has_trainings=tenant.has_module(Module.TRAININGS)):
        if not home.get_children().filter(slug=fields["slug"]).exists():
            _write(tenant, home, fields)


def _write(tenant: Tenant, home, fields: dict) -> None:
    page = ContentPage(
        title=french(fields["title"]),
        slug=fields["slug"],
        lead=french(fields["lead"]),
        body=finished(fields["body"], f"{tenant.slug}/{fields['slug']}"),
        show_in_menus=fields.get("in_menu", False),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
