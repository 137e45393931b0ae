"""Who may open a view, said where the view is named."""

from functools import wraps

from django.core.exceptions import PermissionDenied


def staff_only(view):
    """Answer 403 to an account that is signed in and has no back-office here; a visitor goes on to the login."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.account.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
