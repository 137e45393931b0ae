"""Pages that the law asks of each tenant, on its first day; what nobody said yet is « à compléter »."""

from home.starter.building import bullets, callout, heading, text

TO_COMPLETE = "à compléter"
EXAMPLE_HOSTING = "Hébergeur de démonstration (exemple), 1 rue de l’Exemple, 00000 Exemple."


def legal_pages(tenant_name: str, *, director: str = TO_COMPLETE, hosting: str = "À compléter.") -> list[dict]:
    """Return accessibility, legal notice, personal data and cookies, for this tenant."""
    return [
        {
            "slug": "accessibilite",
            "title": "Accessibilité : non conforme",
            "lead": "Ce site n’a pas encore été audité. Tant qu’un audit n’a pas eu lieu, la loi veut qu’il soit déclaré non conforme.",
            "body": [
                text(
                    f"{tenant_name} s’engage à rendre ce site, et l’espace réservé aux professionnels, accessibles "
                    "à toutes et à tous, comme le demande l’article 47 de la loi n° 2005-102 du 11 février 2005."
                ),
                heading("État de conformité"),
                text(
                    "Aucun audit de conformité au RGAA (référentiel général d’amélioration de l’accessibilité) "
                    "n’est en cours de validité : le site est donc <b>non conforme</b>. Des vérifications automatiques "
                    "accompagnent chaque évolution ; elles ne remplacent pas un audit."
                ),
                heading("Signaler une difficulté"),
                text(
                    "Une page vous résiste ? Écrivez-nous par le formulaire de contact, en disant laquelle et ce qui "
                    "vous a empêché d’aller plus loin : nous vous donnerons l’information par un autre moyen.",
                    "Si vous ne recevez pas de réponse satisfaisante, vous pouvez saisir le Défenseur des droits : "
                    "09 69 39 00 00, ou par courrier gratuit, sans timbre : Défenseur des droits, "
                    "Libre réponse 71120, 75342 Paris CEDEX 07.",
                ),
            ],
        },
        {
            "slug": "mentions-legales",
            "title": "Mentions légales",
            "lead": "Qui édite ce site, qui en répond, qui l’héberge.",
            "body": [
                heading("Éditeur"),
                text(f"{tenant_name}.", f"Directeur ou directrice de la publication : {director}."),
                heading("Hébergement"),
                text(hosting),
                heading("Réutilisation"),
                text(
                    "Les données ouvertes de ce portail se réutilisent sous Licence Ouverte 2.0. "
                    "Les textes et les images restent à leurs auteurs."
                ),
            ],
        },
        {
            "slug": "donnees-personnelles",
            "title": "Données personnelles",
            "lead": "Ce que ce site sait de vous : presque rien, et pour peu de temps.",
            "body": [
                heading("La recherche d’une commune"),
                text("Votre recherche n’est associée ni à votre nom ni à votre adresse, et n’est pas conservée."),
                heading("Le formulaire de contact"),
                text(
                    "Votre nom, votre courriel et votre message servent à vous répondre, et à rien d’autre.",
                    bullets(
                        "Responsable : " + tenant_name + ".",
                        "Fondement : l’exercice d’une mission d’intérêt public.",
                        "Destinataires : la plateforme choisie ou, à défaut, l’équipe Logement d’abord.",
                        "Durée : 90 jours sur ce portail, puis effacement.",
                    ),
                ),
                callout(
                    "info",
                    "Ne nommez pas le ménage",
                    "Aucun nom, aucune date de naissance, aucune information de santé : décrivez la situation sans "
                    "que l’on puisse reconnaître la personne.",
                ),
                heading("Les comptes des professionnels"),
                text(
                    "Un compte garde un nom, un courriel professionnel, une fonction et une organisation, "
                    "le temps de l’appartenance au réseau."
                ),
                heading("Les formations"),
                text(
                    "Une inscription sert à donner les places, à prévenir, à relever les présences et à établir les "
                    "certificats. L’équipe qui tient les formations et les personnes qui forment la lisent.",
                    bullets(
                        "Durée : trois ans après la session ; ce dont une personne a besoin sur place, une semaine.",
                        "Certificats : qui en connaît le code en vérifie la formation, les dates et les heures. Des "
                        "initiales y tiennent lieu de nom.",
                        "Évaluations : sans signature, une réponse est gardée sans nom et sans lien avec "
                        "l’inscription. À part, nous notons qui a répondu, pour ne plus lui écrire.",
                    ),
                ),
                heading("Vos droits"),
                text(
                    "Vous pouvez demander à consulter, corriger ou effacer ce qui vous concerne par le formulaire de "
                    "contact. La CNIL reçoit les réclamations : "
                    '<a href="https://www.cnil.fr/fr/plaintes">www.cnil.fr/fr/plaintes</a>.'
                ),
            ],
        },
        {
            "slug": "cookies",
            "title": "Cookies",
            "lead": "Aucun traceur, donc aucun bandeau.",
            "body": [
                text(
                    "Ce site ne mesure pas votre passage et ne charge rien chez un tiers. Les seuls cookies sont ceux "
                    "qui font marcher un formulaire ou une connexion ; la loi n’exige pas de consentement pour eux.",
                    bullets(
                        "<b>csrftoken</b> : protège les formulaires contre l’envoi par un autre site ; un an.",
                        "<b>sessionid</b> : vous garde connecté à l’espace professionnel ; douze heures.",
                        "<b>appareil</b> : reconnaît un navigateur qui a déjà ouvert votre compte, pour ne vous écrire "
                        "que si c’en est un nouveau ; un an.",
                    ),
                ),
                text(
                    "Le téléphone de qui relève les présences d’une formation garde, sans aucun nom, les pointages qui "
                    "n’ont pas pu partir faute de connexion, jusqu’à ce qu’ils soient enregistrés."
                ),
            ],
        },
    ]
