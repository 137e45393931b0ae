from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


def operator_only(view):
    """Open a view to the operators: superusers signed in on this host. A visitor goes to the login."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.account.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.account.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
