"""Who may open a view, said where the view is named."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.defaults import permission_denied


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
