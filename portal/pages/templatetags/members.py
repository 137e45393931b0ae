from django import template

from portal.pages.members_menu import entries_for

register = template.Library()


@register.inclusion_tag("layout/_members_menu.html", takes_context=True)
def members_menu(context) -> dict:
    """Show the menu of the members' space; a page that shows its entries twice gives them as ``members_menu``."""
    request = context["request"]
    entries = context["members_menu"] if "members_menu" in context else entries_for(request)
    return {"entries": [(entry, entry.is_current(request.path)) for entry in entries]}
