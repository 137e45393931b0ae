"""Wagtail's screens that make no sense in one tenant's back-office: they are not there, for anyone.

Accounts, sites and domains are the operator's, in the console; groups and the moderation workflow are made by
code, alike in every tenant; tags are one list for all tenants; what is embedded from elsewhere, and snippets, this
portal has none of. A superuser on a tenant's host does without them too.
"""

from functools import wraps

from django.http import Http404
from django.urls import URLPattern, URLResolver, reverse
from wagtail.utils.urlpatterns import decorate_urlpatterns

GONE = {
    "users", "groups", "sites", "workflows",  # kept by code, or in the console
    "redirects",  # ours force the tenant's own site (portal.pages.viewsets)
    "tag-autocomplete", "embeds", "snippets",
    "test404", "failwhale",
}  # fmt: skip
GONE_BULK_ACTIONS = {("accounts", None), (None, "add_tags")}


def close_senseless_screens(urlpatterns: list[URLPattern | URLResolver]) -> None:
    """Make the addresses of GONE answer 404. They keep their names: Wagtail's templates write links to them."""
    gone = [pattern for pattern in urlpatterns if str(pattern.pattern).lstrip("^").partition("/")[0] in GONE]
    decorate_urlpatterns(gone, _not_here)
    bulk = [pattern for pattern in urlpatterns if str(pattern.pattern).startswith("bulk/")]
    decorate_urlpatterns(bulk, _without_gone_actions)


def is_gone(address: str) -> bool:
    """Say whether an address of the back-office (``/admin/users/…``) is one of those screens."""
    return address.removeprefix(reverse("wagtailadmin_home")).partition("/")[0] in GONE


def _not_here(view):
    @wraps(view)
    def answer(request, *args, **kwargs):
        raise Http404

    return answer


def _without_gone_actions(view):
    @wraps(view)
    def guarded(request, app_label, model_name, action):
        if (app_label, None) in GONE_BULK_ACTIONS or (None, action) in GONE_BULK_ACTIONS:
            raise Http404
        return view(request, app_label, model_name, action)

    return guarded
