"""Where allauth's own pages do not do."""

from allauth.account import views


class LogoutView(views.LogoutView):
    """Sign out whoever is signed in: on a tenant's host where they are no member, ``request.user`` is a visitor."""

    def logout(self) -> None:
        self.request.user = self.request.account
        super().logout()
