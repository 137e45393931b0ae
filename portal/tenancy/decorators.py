"""Who may open a view, said where the view is named."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.cache import patch_cache_control
from django.views.defaults import permission_denied


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
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded


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
