"""Who may open a view, said where the view is named."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.cache import patch_cache_control
from django.views.defaults import permission_denied

from portal.tenancy.models import Module


def members_only(view):
    """Let members of this tenant in: a visitor goes to the login, an account without a membership here gets 403.

    Nobody else keeps a copy of the answer: neither a proxy nor the browser of a shared computer.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.account.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.membership:
            raise PermissionDenied
        return _kept_by_nobody(view(request, *args, **kwargs))

    return guarded


def open_to_all(view):
    """Let everybody in; what a member is answered is kept by nobody, as in the members' space."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        return _kept_by_nobody(response) if request.membership else response

    return guarded


def _kept_by_nobody(response):
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def with_module(module: Module) -> Callable:
    """Answer 404 where the tenant has not switched a module on: nothing is there."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.tenant.has_module(module):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff_only(view):
    """Answer 403 to an account that is signed in and has no back-office here; a visitor goes on to the login."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.account.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def only_with(permission: str) -> Callable:
    """Answer 403 to staff without ``permission``.

    The answer is made here: raised inside the back-office, Wagtail would turn it into a redirection.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                return permission_denied(request, PermissionDenied())
            return view(request, *args, **kwargs)

        return guarded

    return decorate
