"""The calendar in the menus, where the tenant has one."""

from events.perms import may_keep
from portal.pages import members_menu, menus
from portal.pages.members_menu import Entry
from portal.tenancy.models import Module


def is_there(request) -> bool:
    return request.tenant.has_module(Module.CALENDAR)


def has_lists(request) -> bool:
    return is_there(request) and may_keep(request.membership)


menus.add_module(Module.CALENDAR, "Agenda", "agenda")
members_menu.add(Entry("Agenda", "agenda", icon="calendar", order=15, is_shown=is_there))
members_menu.add(Entry("Inscriptions", "sign_up_dates", icon="list", order=85, is_shown=has_lists))
