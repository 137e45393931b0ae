"""Addresses on the operator's host. Names are those of a tenant's host where the page is the same."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from portal.console.views import accounts, deletions, exports, health, imports, landing, tenants

console = [
    path("", RedirectView.as_view(pattern_name="console_tenants"), name="console"),
    path("collectivites/", tenants.index, name="console_tenants"),
    path("collectivites/nouvelle/", tenants.create, name="console_create"),
    path("collectivites/<slug:slug>/", tenants.tenant, name="console_tenant"),
    path("collectivites/<slug:slug>/hotes/", tenants.add_domain, name="console_add_domain"),
    path(
        "collectivites/<slug:slug>/hotes/<int:pk>/principal/",
        tenants.make_domain_canonical,
        name="console_make_domain_canonical",
    ),
    path("collectivites/<slug:slug>/hotes/<int:pk>/retirer/", tenants.remove_domain, name="console_remove_domain"),
    path("collectivites/<slug:slug>/exporter/", exports.ask, name="console_ask_for_export"),
    path("collectivites/<slug:slug>/supprimer/", deletions.ask, name="console_ask_for_deletion"),
    path("collectivites/<slug:slug>/supprimer/annuler/", deletions.cancel, name="console_cancel_deletion"),
    path("exports/<int:pk>/", exports.download, name="console_export"),
    path("imports/", imports.index, name="console_imports"),
    path("imports/<int:pk>/", imports.detail, name="console_import"),
    path("imports/<int:pk>/verifier/", imports.check, name="console_check_import"),
    path("imports/<int:pk>/importer/", imports.confirm, name="console_confirm_import"),
    path("imports/<int:pk>/effacer/", imports.discard, name="console_discard_import"),
    path("suppressions/", deletions.index, name="console_deletions"),
    path("suppressions/<int:pk>/", deletions.certificate, name="console_certificate"),
    path("suppressions/<int:pk>/certificat.txt", deletions.download, name="console_certificate_text"),
    path("sante/", health.index, name="console_health"),
    path("comptes/", accounts.index, name="console_accounts"),
    path("comptes/<int:pk>/", accounts.set_active, name="console_set_active"),
]

# Operators sign in here; what would send a mail is done elsewhere: a mail is always a tenant's.
signing_in = [
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", landing.ask_elsewhere, name="account_reset_password"),
    path("adresses/", landing.ask_elsewhere, name="account_email"),
]

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("trouver/", landing.find, name="finder"),
    path("trouver/suggestions/", landing.suggestions, name="finder_suggestions"),
    path("console/", include(console)),
    path("compte/", include(signing_in)),
    path("", include("portal.jobs.urls")),
]
