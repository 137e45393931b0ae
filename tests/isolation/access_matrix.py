"""Who gets what at each of our addresses: one row an address, one column a person, as data.

Wagtail's own addresses are swept elsewhere; here stand the names that ``portal.urls`` gives.
"""

VISITOR, MEMBER, STAFF, STRANGER = "a visitor", "bob", "gael", "ezra"
"""On the Pas-de-Calais's host: nobody, a member without a role, an administrator, the neighbour's coordinator."""
PEOPLE = (VISITOR, MEMBER, STAFF, STRANGER)

ALL_OK = (200, 200, 200, 200)
LOGIN, ELSEWHERE, NO, GONE, POSTED, CLOSED = 302, 302, 403, 404, 405, 410

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
    "dashboard": ("/extranet/", (LOGIN, 200, 200, NO)),
    "library": ("/extranet/bibliotheque/", (LOGIN, 200, 200, NO)),
    "library_search": ("/extranet/bibliotheque/recherche/?q=bail", (LOGIN, 200, 200, NO)),
    "library_folder": ("/extranet/bibliotheque/dossiers/modeles/", (LOGIN, 200, 200, NO)),
    "library_follow": ("/extranet/bibliotheque/dossiers/modeles/suivre/", (LOGIN, POSTED, POSTED, NO)),
    "library_folder_create": ("/extranet/bibliotheque/nouveau-dossier/", (LOGIN, NO, 200, NO)),
    "library_folder_edit": ("/extranet/bibliotheque/dossiers/modeles/modifier/", (LOGIN, NO, 200, NO)),
    "library_folder_delete": ("/extranet/bibliotheque/dossiers/modeles/supprimer/", (LOGIN, NO, 200, NO)),
    "library_upload": ("/extranet/bibliotheque/dossiers/modeles/deposer/", (LOGIN, NO, 200, NO)),
    "library_archives": ("/extranet/bibliotheque/archives/", (LOGIN, NO, 200, NO)),
    "library_policy": ("/extranet/bibliotheque/regles/", (LOGIN, NO, 200, NO)),
    # what a person may not know of is not there, whatever they would have done with it
    "library_document": ("/extranet/bibliotheque/documents/0/", (LOGIN, GONE, GONE, NO)),
    "library_file": ("/extranet/bibliotheque/documents/0/telecharger/", (LOGIN, GONE, GONE, NO)),
    "library_version": ("/extranet/bibliotheque/documents/0/versions/1/", (LOGIN, GONE, GONE, NO)),
    "library_document_edit": ("/extranet/bibliotheque/documents/0/modifier/", (LOGIN, GONE, GONE, NO)),
    "library_add_version": ("/extranet/bibliotheque/documents/0/nouvelle-version/", (LOGIN, GONE, GONE, NO)),
    "library_archive": ("/extranet/bibliotheque/documents/0/archiver/", (LOGIN, POSTED, POSTED, NO)),
    "library_document_delete": ("/extranet/bibliotheque/documents/0/supprimer/", (LOGIN, GONE, GONE, NO)),
    "library_openings": ("/extranet/bibliotheque/documents/0/lectures/", (LOGIN, GONE, GONE, NO)),
    "library_openings_csv": ("/extranet/bibliotheque/documents/0/lectures.csv", (LOGIN, GONE, GONE, NO)),
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
    "account_confirm_email": ("/compte/adresses/confirmation/faux/", ALL_OK),
    "account_change_password": ("/compte/mot-de-passe/", (LOGIN, 200, 200, LOGIN)),
    "account_set_password": ("/compte/mot-de-passe/choisir/", (LOGIN, ELSEWHERE, ELSEWHERE, LOGIN)),
    "account_reset_password": ("/compte/mot-de-passe/oublie/", ALL_OK),
    "account_reset_password_done": ("/compte/mot-de-passe/oublie/envoye/", ALL_OK),
    "account_reset_password_from_key": ("/compte/mot-de-passe/oublie/x-faux/", ALL_OK),
    "account_reset_password_from_key_done": ("/compte/mot-de-passe/change/", ALL_OK),
}
