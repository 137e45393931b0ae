from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from home.views import page_models
from home.viewsets import ContactMessageViewSet, ServiceViewSet


@hooks.register("register_admin_viewset")
def services():
    return ServiceViewSet("services")


@hooks.register("register_admin_viewset")
def messages():
    return ContactMessageViewSet("messages")


@hooks.register("register_admin_urls")
def page_models_address():
    return page_models.urlpatterns


@hooks.register("register_page_header_buttons")
def start_from_a_model_here(page, user, view_name, next_url=None):
    yield from _start_below(page, user)


@hooks.register("register_page_listing_more_buttons")
def start_from_a_model_below(page, user, next_url=None):
    yield from _start_below(page, user)


def _start_below(page, user):
    if page_models.may_start_below(page, user):
        address = reverse(page_models.START_URL, args=[page.pk])
        yield Button("Partir d’un modèle", address, icon_name="doc-empty", priority=16)
