"""Everything about one's own account, at French addresses. allauth's names are kept: allauth reverses them."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path

from portal.accounts.views import account, addresses, devices, factors, identity

entering = [
    path("connexion/", views.login, name="account_login"),
    path("connexion/code/", views.request_login_code, name="account_request_login_code"),
    path("connexion/code/confirmer/", views.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", factors.login_by_passkey, name="mfa_login_webauthn"),
    path("connexion/double/", factors.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.LogoutView.as_view(), name="account_logout"),
    path("inactif/", views.account_inactive, name="account_inactive"),
    path("inscription/", views.signup, name="account_signup"),
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

reauthenticating = [
    path("confirmer/", views.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

second_factor = [
    path("double-authentification/", factors.index, name="mfa_index"),
    path("double-authentification/application/", login_required(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "double-authentification/application/retirer/", login_required(totp.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path("double-authentification/cles/ajouter/", login_required(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "double-authentification/cles/<int:pk>/nommer/",
        login_required(factors.rename_passkey),
        name="mfa_edit_webauthn",
    ),
    path(
        "double-authentification/cles/<int:pk>/retirer/",
        login_required(factors.remove_passkey),
        name="mfa_remove_webauthn",
    ),
    path("double-authentification/secours/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("double-authentification/secours/fichier/", factors.download_codes, name="mfa_download_recovery_codes"),
    path(
        "double-authentification/secours/nouveaux/",
        login_required(factors.new_codes),
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [
    path("", account.home, name="account_home"),
    *entering,
    *reauthenticating,
    *second_factor,
    path("nom/", account.name, name="account_name"),
    path("adresses/", addresses.change, name="account_email"),
    path("adresses/arreter/", addresses.withdraw, name="account_email_stop"),
    path("adresses/confirmation/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresses/confirmation/(?P<key>[-:\w]+)/$", addresses.confirmation, name="account_confirm_email"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("identite/", identity.show, name="account_identity"),
    path("identite/oublier/", identity.forget, name="account_identity_forget"),
    path("appareils/", devices.index, name="account_devices"),
    path("appareils/deconnecter/", devices.end_others, name="account_devices_end_others"),
    path("appareils/<int:pk>/deconnecter/", devices.end, name="account_devices_end"),
]
