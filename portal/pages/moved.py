"""A page that moves keeps its readers: its old address, and those of the pages below it, lead to where it is now.

Wagtail makes the redirection, in the tenant's own site, each time an address changes; each leads to a page and not to
an address, so that a second move makes no chain. Two things are left to do: a page that comes back to where it was
must not lead to itself once it is unpublished, and no browser may keep for ever where it was sent.
"""

from django.dispatch import receiver
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from portal.pages.addresses import path_on_host
from portal.tenancy.models import Tenant


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Wagtail's, whose answers are asked about again each time: « permanent » is kept by browsers without an end."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is not response:
            patch_cache_control(answer, no_cache=True)
        return answer


@receiver(page_slug_changed)
def forget_after_a_new_slug(sender, instance, **kwargs):
    forget_own_addresses(instance)


@receiver(post_page_move)
def forget_after_a_move(sender, instance, url_path_before, url_path_after, **kwargs):
    if url_path_before != url_path_after:
        forget_own_addresses(instance)


def forget_own_addresses(page: Page) -> None:
    """Delete the redirections that Wagtail made from where this page, or one below it, stands now.

    They would only be followed once that page is unpublished: to itself, for ever.
    """
    tenant = Tenant.objects.filter(home_path__in=_starts(page.path)).select_related("site__root_page").first()
    if tenant is None:
        return
    home = tenant.site.root_page
    here = {
        Redirect.normalise_path(path_on_host(url_path, home))
        for url_path in page.get_descendants(inclusive=True).values_list("url_path", flat=True)
    }
    Redirect.objects.filter(site=tenant.site, automatically_created=True, old_path__in=here).delete()


def _starts(path: str) -> list[str]:
    """Return the paths of the nodes above, and this one's own."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
