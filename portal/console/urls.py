"""Addresses on the operator's host. Names are those of a tenant's host where the page is the same."""

from django.urls import include, path
from django.views.generic import RedirectView

from portal.accounts import urls as accounts_urls
from portal.console.views import (
    accounts,
    communes,
    deletions,
    exports,
    health,
    imports,
    landing,
    releases,
    sessions,
    tenants,
)  # fmt: skip
from portal.pages import well_known

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
    path("collectivites/<slug:slug>/sessions/", sessions.of_tenant, name="console_end_tenant_sessions"),
    path("exports/<int:pk>/", exports.download, name="console_export"),
    path("imports/", imports.index, name="console_imports"),
    path("imports/<int:pk>/", imports.detail, name="console_import"),
    path("imports/<int:pk>/verifier/", imports.check, name="console_check_import"),
    path("imports/<int:pk>/importer/", imports.confirm, name="console_confirm_import"),
    path("imports/<int:pk>/effacer/", imports.discard, name="console_discard_import"),
    path("suppressions/", deletions.index, name="console_deletions"),
    path("suppressions/<int:pk>/", deletions.certificate, name="console_certificate"),
    path("suppressions/<int:pk>/certificat.txt", deletions.download, name="console_certificate_text"),
    path("communes/", communes.index, name="console_communes"),
    path("communes/<int:pk>/", communes.detail, name="console_renewal"),
    path("communes/<int:pk>/ecarter/", communes.set_aside, name="console_set_renewal_aside"),
    path("communes/<int:pk>/avant.zip", communes.before, name="console_before_renewal"),
    path("sante/", health.index, name="console_health"),
    path("versions/", releases.index, name="console_releases"),
    path("comptes/", accounts.index, name="console_accounts"),
    path("comptes/sessions/", sessions.of_everybody, name="console_end_all_sessions"),
    path("comptes/<int:pk>/sessions/", sessions.of_person, name="console_end_sessions"),
    path("comptes/<int:pk>/", accounts.set_active, name="console_set_active"),
    path(
        "comptes/<int:pk>/double-authentification/",
        accounts.reset_second_factor,
        name="console_reset_second_factor",
    ),
]

# Operators sign in here as anywhere; what would send a mail is done elsewhere: a mail is always a tenant's.
WITH_A_MAIL = {"account_reset_password", "account_request_login_code", "account_email"}
NOT_HERE = {"account_confirm_login_code", "account_reset_password_from_key", "account_confirm_email"}
own_account = [
    path(str(address.pattern), landing.ask_elsewhere, name=address.name) if address.name in WITH_A_MAIL else address
    for address in accounts_urls.urlpatterns
    if address.name not in NOT_HERE
]

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("trouver/", landing.find, name="finder"),
    path("trouver/suggestions/", landing.suggestions, name="finder_suggestions"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("console/", include(console)),
    path("compte/", include(own_account)),
    path("sante/domaine/", landing.is_served, name="is_served"),
    path("", include("portal.jobs.urls")),
    path("", include("portal.operations.urls")),
]
