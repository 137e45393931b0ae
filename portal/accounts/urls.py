"""allauth's pages at French addresses. Its names are kept: allauth reverses them."""

from allauth.account import views
from django.urls import path, re_path

from portal.accounts.views import LogoutView

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", LogoutView.as_view(), name="account_logout"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("inscription/", views.signup, name="account_signup"),
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("adresses/", views.email, name="account_email"),
    path("adresses/confirmation/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresses/confirmation/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
