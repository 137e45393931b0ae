"""Who gets what at each of our addresses: one row an address, one column a person, as data.

Wagtail's own addresses are swept elsewhere; here stand the names that ``portal.urls`` gives.
"""

VISITOR, MEMBER, STAFF, STRANGER = "a visitor", "bob", "gael", "ezra"
"""On the Pas-de-Calais's host: nobody, a member without a role, an administrator, the neighbour's coordinator."""
PEOPLE = (VISITOR, MEMBER, STAFF, STRANGER)

ALL_OK = (200, 200, 200, 200)
LOGIN, ELSEWHERE, AGAIN, NO, GONE, BY_POST, CLOSED = 302, 302, 302, 403, 404, 405, 410

MATRIX = {
    # name: (address, what each of PEOPLE gets)
    "finder": ("/trouver/?q=Lens", ALL_OK),
    "finder_suggestions": ("/trouver/suggestions/?q=len", ALL_OK),
    "finder_commune": ("/trouver/62498-lens/", ALL_OK),
    "contact": ("/contact/", ALL_OK),
    "contact_sent": ("/contact/message-envoye/", ALL_OK),
    "contact_platform": ("/contact/lens-henin/", ALL_OK),
    "open_data": ("/donnees-ouvertes/", ALL_OK),
    "api_platforms": ("/api/plateformes/", ALL_OK),
    "api_find": ("/api/trouver/?q=Lens", ALL_OK),
    "tenant_theme": ("/habillage/couleurs-1.css", ALL_OK),
    "invitation": ("/invitation/inconnue/", (CLOSED, CLOSED, CLOSED, CLOSED)),
    "access_ask": ("/demander-un-acces/", (200, ELSEWHERE, ELSEWHERE, 200)),
    "access_organisations": ("/demander-un-acces/organisations/?q=bailleur", ALL_OK),
    "access_confirm": ("/demander-un-acces/confirmer/", ALL_OK),
    "access_follow": ("/demander-un-acces/suivi/inconnu/", (CLOSED, CLOSED, CLOSED, CLOSED)),
    "access_requests": ("/extranet/gestion/demandes/", (LOGIN, NO, 200, NO)),
    "access_request": ("/extranet/gestion/demandes/0/", (LOGIN, NO, GONE, NO)),
    "access_list": ("/extranet/gestion/demandes/liste/", (LOGIN, NO, 200, NO)),
    "dashboard": ("/extranet/", (LOGIN, 200, 200, NO)),
    "personal_data": ("/extranet/mes-donnees/", (LOGIN, 200, 200, NO)),
    "personal_data_export": ("/extranet/mes-donnees/export.json", (LOGIN, 200, 200, NO)),
    "personal_data_leave": ("/extranet/mes-donnees/quitter/", (LOGIN, LOGIN, LOGIN, NO)),  # one's password, again
    # diane alone is a référente de structure, and bob a member of no circle of Lens-Hénin
    "directory": ("/extranet/annuaire/?q=association", (LOGIN, 200, 200, NO)),
    "directory_organisation": ("/extranet/annuaire/organisations/0/", (LOGIN, GONE, GONE, NO)),
    "directory_people": ("/extranet/annuaire/personnes/?q=nadia", (LOGIN, 200, 200, NO)),
    "directory_person": ("/extranet/annuaire/personnes/0/", (LOGIN, GONE, GONE, NO)),
    "own_profile": ("/extranet/annuaire/mon-profil/", (LOGIN, 200, 200, NO)),
    "circles": ("/extranet/annuaire/cercles/", (LOGIN, 200, 200, NO)),
    "circle": ("/extranet/annuaire/cercles/preparation-du-bilan-annuel/", (LOGIN, GONE, 200, NO)),
    "circle_join": ("/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/rejoindre/", (LOGIN, 200, 200, NO)),
    "circle_leave": ("/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/quitter/", (LOGIN, 200, 200, NO)),
    "circle_members": ("/extranet/annuaire/cercles/echanges-de-pratiques-lens-henin/membres/", (LOGIN, NO, 200, NO)),
    "circle_remove": ("/extranet/annuaire/cercles/information-des-bailleurs/membres/0/", (LOGIN, NO, GONE, NO)),
    "circle_hand_over": ("/extranet/annuaire/cercles/information-des-bailleurs/confier/", (LOGIN, NO, 200, NO)),
    "join_request": ("/extranet/annuaire/cercles/demandes/0/", (LOGIN, GONE, GONE, NO)),
    "own_team": ("/extranet/mon-equipe/", (LOGIN, NO, NO, NO)),
    "own_team_invite": ("/extranet/mon-equipe/0/inviter/", (LOGIN, GONE, GONE, NO)),
    "own_team_end": ("/extranet/mon-equipe/rattachements/0/", (LOGIN, GONE, GONE, NO)),
    "own_team_invitation": ("/extranet/mon-equipe/invitations/0/", (LOGIN, GONE, GONE, NO)),
    "unsubscribe": ("/desabonnement/inconnu/", (GONE, GONE, GONE, GONE)),
    "notification_preferences": ("/extranet/notifications/", (LOGIN, 200, 200, NO)),
    "health": ("/sante/", ALL_OK),
    "ready": ("/sante/pret/", ALL_OK),
    "mailbox": ("/boite-aux-lettres/", ALL_OK),  # the demonstration alone has it
    "mail": ("/boite-aux-lettres/0/", (GONE, GONE, GONE, GONE)),
    "media": ("/media/t/1/absent.png", (GONE, GONE, GONE, GONE)),
    "design_gallery": ("/habillage/", (LOGIN, NO, 200, NO)),
    "account_login": ("/compte/connexion/", (200, ELSEWHERE, ELSEWHERE, 200)),
    "account_logout": ("/compte/deconnexion/", (ELSEWHERE, 200, 200, ELSEWHERE)),
    "account_inactive": ("/compte/inactif/", ALL_OK),
    "account_signup": ("/compte/inscription/", (200, ELSEWHERE, ELSEWHERE, 200)),
    "account_reauthenticate": ("/compte/confirmer/", (LOGIN, 200, 200, LOGIN)),
    "account_email": ("/compte/adresses/", (LOGIN, 200, 200, LOGIN)),
    "account_email_verification_sent": ("/compte/adresses/confirmation/", ALL_OK),
    "account_confirm_email": ("/compte/adresses/confirmation/faux/", (CLOSED, CLOSED, CLOSED, CLOSED)),
    "account_email_stop": ("/compte/adresses/arreter/", (LOGIN, BY_POST, BY_POST, LOGIN)),
    "account_home": ("/compte/", (LOGIN, 200, 200, LOGIN)),
    "account_name": ("/compte/nom/", (LOGIN, 200, 200, LOGIN)),
    "account_devices": ("/compte/appareils/", (LOGIN, 200, 200, LOGIN)),
    "account_devices_end": ("/compte/appareils/0/deconnecter/", (LOGIN, BY_POST, BY_POST, LOGIN)),
    "account_devices_end_others": ("/compte/appareils/deconnecter/", (LOGIN, BY_POST, BY_POST, LOGIN)),
    "account_request_login_code": ("/compte/connexion/code/", (200, ELSEWHERE, ELSEWHERE, 200)),
    "account_confirm_login_code": ("/compte/connexion/code/confirmer/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "mfa_login_webauthn": ("/compte/connexion/cle/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "mfa_authenticate": ("/compte/connexion/double/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "mfa_reauthenticate": ("/compte/confirmer/code/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "mfa_reauthenticate_webauthn": ("/compte/confirmer/cle/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "mfa_index": ("/compte/double-authentification/", (LOGIN, 200, 200, LOGIN)),
    # what touches the second factor asks again who one is
    "mfa_activate_totp": ("/compte/double-authentification/application/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_deactivate_totp": ("/compte/double-authentification/application/retirer/", (LOGIN, GONE, GONE, LOGIN)),
    "mfa_add_webauthn": ("/compte/double-authentification/cles/ajouter/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_edit_webauthn": ("/compte/double-authentification/cles/0/nommer/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_remove_webauthn": ("/compte/double-authentification/cles/0/retirer/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_view_recovery_codes": ("/compte/double-authentification/secours/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_download_recovery_codes": ("/compte/double-authentification/secours/fichier/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "mfa_generate_recovery_codes": ("/compte/double-authentification/secours/nouveaux/", (LOGIN, AGAIN, AGAIN, LOGIN)),
    "account_change_password": ("/compte/mot-de-passe/", (LOGIN, 200, 200, LOGIN)),
    "account_set_password": ("/compte/mot-de-passe/choisir/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "account_reset_password": ("/compte/mot-de-passe/oublie/", ALL_OK),
    "account_reset_password_done": ("/compte/mot-de-passe/oublie/envoye/", ALL_OK),
    "account_reset_password_from_key": ("/compte/mot-de-passe/oublie/x-faux/", ALL_OK),
    "account_reset_password_from_key_done": ("/compte/mot-de-passe/change/", ALL_OK),
}
