"""The space itself: what the law wants said, its look, what is to be mended."""

from portal.pages.guide.parts import Chapter, Gesture, Picture, choose, click

LEGAL = Chapter(
    slug="mentions-et-accessibilite", title="Mentions légales et accessibilité", icon="info-circle",
    whom="L’administration ; la communication aussi, pour l’accessibilité", reference="legal",
    purpose="Ce que la loi demande de dire, et à qui répondre sous sept jours.",
    gestures=(
        Gesture(
            "Remplir les mentions",
            (
                "« Paramètres › Mentions et accessibilité ».",
                "Lisez l’encadré du haut : il dit ce qui manque.",
                "Complétez de haut en bas ; enregistrez, même si ce n’est pas fini.",
                "Quand l’encadré dit « Rien ne manque », demandez l’ouverture du portail à l’exploitation.",
            ),
            Picture(
                alt="L’écran « Mentions et accessibilité » : l’encadré « Rien ne manque », puis le nom, la forme "
                    "juridique, l’adresse et le téléphone de la collectivité.",
                caption="L’encadré du haut dit où vous en êtes.",
                address="/admin/mentions/", who="gael", height=860,
            ),
        ),
        Gesture(
            "Enregistrer un audit d’accessibilité",
            (
                "« Accessibilité › Audits », puis « Ajouter un audit ».",
                "Recopiez du rapport : la date, le taux, qui l’a fait, les pages vérifiées.",
                "Notez les défauts comme on vous les a dits : la déclaration les reprend.",
                "Enregistrez, puis lisez la mention au pied du site : elle a changé.",
            ),
            Picture(
                alt="Le formulaire d’un audit : date, pourcentage de critères respectés, auteur, version du "
                    "référentiel et pages vérifiées.",
                caption="Un audit vaut trois ans.",
                address="/admin/accessibilityaudit/new/", who="gael", height=860,
            ),
        ),
        Gesture(
            "Répondre à un signalement",
            (
                "« Accessibilité › Signalements » : le plus pressé est dit en jours.",
                "Ouvrez-le, allez voir la page, essayez au clavier.",
                "Répondez en trois phrases : ce que vous avez vu, ce qui est fait, quand.",
            ),
            Picture(
                alt="La liste des signalements d’accessibilité, avec pour chacun ce qui reste du délai d’une semaine.",
                caption="Le délai d’une semaine court dès la réception.",
                address="/admin/accessibilitycomplaint/", who="gael", height=320,
            ),
        ),
    ),
)  # fmt: skip

LOOK = Chapter(
    slug="couleurs-et-logo", title="Couleurs, logo, image d’accueil", icon="view",
    whom="L’administration ; la communication aussi, pour le logo et les images",
    reference="identite",
    purpose="Habiller le portail sans gêner qui le lit.",
    gestures=(
        Gesture(
            "Choisir les couleurs",
            (
                "« Paramètres › Identité et couleurs ».",
                "Prenez d’abord la couleur principale de votre charte : c’est celle des boutons et des liens.",
                "Descendez jusqu’à l’aperçu : il suit ce que vous choisissez, en clair et en sombre.",
                "Enregistrez quand les deux vous conviennent.",
            ),
            Picture(
                alt="L’aperçu des couleurs, sous le formulaire : la même page en clair à gauche, en sombre à droite.",
                caption="L’aperçu, avant d’enregistrer.",
                address="/admin/identite/", who="gael", at="#apercu-des-couleurs", width=880, height=880,
            ),
        ),
        Gesture(
            "Quand une couleur est refusée",
            (
                "Sous l’aperçu, ouvrez « Le contraste de chaque paire » : une croix marque ce qui ne va pas.",
                "Prenez la couleur que le message propose : c’est la plus proche qui se lit.",
                "Ou foncez la vôtre peu à peu, en regardant la ligne.",
            ),
            Picture(
                alt="Le détail des contrastes après le choix d’un jaune trop clair : ceux qui ne suffisent pas "
                    "sont en rouge, avec une croix.",
                caption="Ce qui ne se lirait pas est marqué avant même d’enregistrer.",
                address="/admin/identite/", who="gael", at=".palette__details", width=880, height=640,
                acts=(click(".palette__details > summary"), choose("#id_brand", "#d9a400")),
            ),
        ),
        Gesture(
            "Poser le logo et l’image d’accueil",
            (
                "« Paramètres › Logo et images ».",
                "« Choisir une image » : prenez-la dans la médiathèque, ou déposez-la depuis cet écran.",
                "Enregistrez, puis ouvrez le site dans un autre onglet, sur un téléphone aussi.",
            ),
            Picture(
                alt="L’écran « Logo et images » : le logo, l’icône, l’image de la page d’accueil, et la case « Image "
                    "décorative ».",
                caption="Les trois images du portail.",
                address="/admin/logo-et-images/", height=860,
            ),
        ),
    ),
)  # fmt: skip

MENDING = Chapter(
    slug="liens-et-recherches", title="Liens rompus, recherches sans réponse", icon="link",
    whom="La communication et l’administration ; la rédaction aussi, pour les liens",
    reference="recherche",
    purpose="Un quart d’heure par mois pour que chacun trouve.",
    gestures=(
        Gesture(
            "Réparer les liens rompus",
            (
                "Menu « Liens rompus » : chaque ligne dit la page, le lien et ce qui ne va pas.",
                "Trois points, « Corriger la page » : changez le lien, ou retirez-le.",
                "Proposez ou publiez la page : sans cela, le public garde l’ancien lien.",
                "À la fin, « Vérifier maintenant » : la liste doit être vide.",
            ),
            Picture(
                alt="La liste des liens rompus : les mots du lien, la page, son adresse, la raison et la date.",
                caption="Deux liens d’une même page à corriger.",
                address="/admin/liens-rompus/", height=340,
            ),
        ),
        Gesture(
            "Répondre à ce que l’on cherche en vain",
            (
                "Menu « Recherches sans réponse » : les mots les plus demandés sont en haut.",
                "Vous avez la réponse sous un autre mot ? Ajoutez celui-ci au titre ou au chapeau de la page.",
                "Vous ne l’avez pas ? Écrivez une question fréquente, ou une page.",
                "Essayez la recherche sur le site, puis supprimez la ligne.",
            ),
            Picture(
                alt="La liste des recherches sans réponse : les mots, combien de fois, et le dernier jour.",
                caption="Des mots, un nombre, un jour : rien de qui les a écrits.",
                address="/admin/recherches_sans_reponse/", height=420,
            ),
        ),
    ),
)  # fmt: skip
