"""Trainings in the menus, where the tenant has trainings."""

from portal.pages import members_menu, menus
from portal.pages.members_menu import Entry
from portal.tenancy.models import Module, Role
from trainings import perms


def is_there(request) -> bool:
    return request.tenant.has_module(Module.TRAININGS)


def has_lists(request) -> bool:
    return is_there(request) and perms.has_lists(request.membership)


def is_for_elected(request) -> bool:
    return is_there(request) and Role.ELECTED in request.membership.roles


menus.add_module(Module.TRAININGS, "Formations", "trainings")
members_menu.add(Entry("Formations", "trainings", icon="book", order=16, is_shown=is_there))
members_menu.add(Entry("Mes formations", "my_trainings", icon="check", order=17, is_shown=is_there))
members_menu.add(Entry("Sessions", "training_sessions", icon="list", order=86, is_shown=has_lists))
members_menu.add(
    Entry("Chiffres des formations", "training_figures_told_now", icon="list", order=18, is_shown=is_for_elected)
)
