from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from portal.design.typography import french
from portal.pages import contents_menu, pictures_screen, reviews_screen
from portal.pages.audiences import copy_audience, keep_to_the_audience
from portal.pages.guide import views as guide
from portal.pages.pictures_screen import PicturesView
from portal.pages.publication import faults_of_page, keeps_in
from portal.pages.redirects import RedirectViewSet
from portal.pages.screens import PortalPageViewSet
from portal.tenancy.screens import is_gone

NOT_OURS = ("editor-guide", "whats-new-in-wagtail")  # in English, about another back-office than this one


@hooks.register("register_admin_urls")
def guide_address():
    return guide.urlpatterns


@hooks.register("register_admin_urls")
def pictures_address():
    return pictures_screen.urlpatterns


@hooks.register("register_settings_menu_item")
def pictures_in_the_menu():
    return PicturesView.menu_item(order=11)


@hooks.register("register_help_menu_item")
def guide_in_the_menu():
    return guide.menu_item()


@hooks.register("register_admin_menu_item")
def contents():
    return contents_menu.menu_item()


@hooks.register("register_admin_viewset")
def reviews():
    return reviews_screen.viewset


@hooks.register(contents_menu.HOOK)
def reviews_in_the_menu():
    return reviews_screen.viewset.get_menu_item()


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("pages.reread")
    class Reread(LogFormatter):
        label = "Relu, rien à changer"


@hooks.register("register_admin_viewset")
def redirects():
    return RedirectViewSet("redirections")


@hooks.register("register_admin_viewset", order=1)  # after Wagtail's own
def pages():
    return PortalPageViewSet()


hooks.register("on_serve_page", keep_to_the_audience)


@hooks.register("after_copy_page")
def copy_is_for_the_same(request, page, copy):
    copy_audience(page, copy, by=request.user)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_help_menu")
def without_senseless_entries(request, items):
    items[:] = [item for item in items if not is_gone(item.url) and not item.name.startswith(NOT_OURS)]


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def home_page_stays(request, page):
    """The home page is the tenant's door: it can be rewritten, never taken away."""
    if page.pk == request.tenant.home_page_id:
        messages.error(request, "La page d’accueil ne peut être ni supprimée ni dépubliée : modifiez-la.")
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_bulk_action")
def home_page_stays_in_a_selection(request, action_type, objects, action):
    if action_type in {"delete", "unpublish"} and action.models == [Page]:
        for page in objects:
            if refused := home_page_stays(request, page):
                return refused
    return None


@hooks.register("before_bulk_action")
def a_faulty_page_stays_in_a_selection(request, action_type, objects, action):
    """Publish all of a selection or none of it."""
    if action_type != "publish" or action.models != [Page]:
        return None
    pages = list(objects)
    if request.POST.get("include_descendants"):
        pages += [below for page in objects for below in page.get_descendants().not_live().specific()]
    for page in pages:
        if why := keeps_in(page):
            messages.error(request, why)
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def tell_what_could_be_better(request, page):
    for words in dict.fromkeys(fault.words for fault in faults_of_page(page) if not fault.is_serious):
        messages.warning(request, french(f"À améliorer : {words}"))
