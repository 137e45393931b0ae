"""Pages: from finding one’s way to moving them."""

from portal.pages.guide.parts import Chapter, Gesture, Picture, click, show, wait_in

MORE = "footer .w-dropdown__toggle"
STATUS = "[data-side-panel-toggle=status]"
PREVIEW = "[data-side-panel-toggle=preview]"

FINDING = Chapter(
    slug="se-reperer", title="Se repérer", icon="home", whom="Toute l’équipe", reference="notifications",
    purpose="Entrer, lire ce qui vous attend, et trouver la bonne entrée du menu.",
    gestures=(
        Gesture(
            "Lire son tableau de bord",
            (
                "Connectez-vous depuis n’importe quelle page du site, puis cliquez sur « Administration », en haut.",
                "Commencez par ce qui attend : les pages à relire, les contacts à vérifier.",
                "Cliquez sur un titre : vous arrivez là où il y a quelque chose à faire.",
                "Plus bas, « Vos modifications les plus récentes » vous ramène à la page que vous aviez en cours.",
            ),
            Picture(
                alt="Le tableau de bord de la communication : le menu à gauche ; à droite, les territoires à vérifier, "
                    "une page en attente de relecture et les dernières modifications.",
                caption="Le tableau de bord. Ce qui vous attend est toujours au même endroit.",
                address="/admin/", at="body", width=1280, height=760,
            ),
        ),
        Gesture(
            "Trouver la bonne entrée du menu",
            (
                "Une flèche annonce un sous-menu : cliquez, il s’ouvre à côté.",
                "Ce que lit le public : « Pages », « Contenus », « Ressources, FAQ », « Images », « Documents ».",
                "Qui répond, et où : « Territoires ». Les dates : « Agenda ».",
                "Ce qui se règle une fois : « Paramètres », en bas.",
            ),
            Picture(
                alt="Le menu de gauche, où « Contenus » est ouvert sur trois entrées : « À relire », « Chiffres clés » "
                    "et « Glossaire ».",
                caption="« Contenus » et son sous-menu.",
                address="/admin/", at="body", width=400, height=640,
                acts=(click("#wagtail-sidebar button:has-text('Contenus')"),),
            ),
            note="Une entrée manque ? Elle n’est pas dans vos droits. « Aide › Qui peut faire quoi » dit qui l’a.",
        ),
    ),
)  # fmt: skip

WRITING = Chapter(
    slug="ecrire-une-page", title="Écrire une page", icon="doc-empty",
    whom="Toute l’équipe : rédaction, coordination, communication, administration", reference="pages",
    purpose="Partir d’un modèle, composer avec des blocs, regarder avant de montrer.",
    gestures=(
        Gesture(
            "Partir d’un modèle",
            (
                "Menu « Pages » : allez à la page sous laquelle la nouvelle doit se ranger.",
                "Cliquez sur les trois points, à côté de son titre, puis sur « Partir d’un modèle ».",
                "Donnez un titre court, choisissez un modèle, puis « Créer le brouillon ».",
                "Remplacez ou retirez tout ce qui est entre crochets : « [à écrire : …] ».",
            ),
            Picture(
                alt="L’écran « Partir d’un modèle » : un champ pour le titre, et la liste des modèles, chacun avec une "
                    "phrase qui le décrit.",
                caption="Les modèles proposés sous la page d’accueil.",
                address="/admin/modeles/{home}/", height=640,
            ),
        ),
        Gesture(
            "Composer avec des blocs",
            (
                "Dans « Contenu », cliquez sur un « + » : le nouveau bloc viendra à cet endroit.",
                "L’œil, à droite d’un bloc de la liste, en montre un exemple et dit à quoi il sert.",
                "Remplissez-le. Les flèches, au-dessus de lui, le montent ou le descendent ; la corbeille l’enlève.",
                "« Enregistrer le brouillon », en bas, aussi souvent que vous voulez : le public ne voit rien.",
            ),
            Picture(
                alt="La liste des blocs, rangés par familles, ouverte dans l’éditeur ; à droite, un exemple "
                    "du bloc « Étapes ».",
                caption="Le choix d’un bloc.",
                address="/admin/pages/{versions}/edit/", height=760,
                acts=(
                    show("#panel-child-contenu-body-section"), click("button[title='Insérer un bloc']"),
                    click(".w-combobox__option-row:has-text('Étapes') button"),
                ),
            ),
        ),
        Gesture(
            "Regarder avant de montrer",
            (
                "Cliquez sur le téléphone, en haut à droite : l’aperçu s’ouvre.",
                "Choisissez un téléphone, une tablette ou un ordinateur, en haut de l’aperçu.",
                "Relisez à voix basse : titres, liens, textes des images.",
            ),
            Picture(
                alt="L’éditeur à gauche ; à droite, l’aperçu de la page telle qu’elle sera sur un téléphone.",
                caption="L’aperçu suit ce que vous écrivez.",
                address="/admin/pages/{versions}/edit/", height=860,
                acts=(click(PREVIEW), wait_in(".w-preview__iframe")),
            ),
        ),
        Gesture(
            "Quand la page est refusée",
            (
                "Lisez le message en haut : il dit combien de blocs sont en cause.",
                "Descendez jusqu’au bloc marqué en rouge : la raison y est écrite.",
                "Corrigez, puis recommencez. Rien de ce que vous avez écrit n’est perdu.",
            ),
        ),
    ),
)  # fmt: skip

MEDIA = Chapter(
    slug="images-et-documents", title="Images et documents", icon="image",
    whom="Toute l’équipe : rédaction, coordination, communication, administration", reference="images",
    purpose="Les déposer une fois, les décrire, les retrouver.",
    gestures=(
        Gesture(
            "Déposer et décrire une image",
            (
                "Menu « Images », puis « Ajouter une image » : choisissez un ou plusieurs fichiers.",
                "« Description » : dites en une phrase ce que l’on voit, comme au téléphone, sans « image de ».",
                "« Crédit » : qui a pris la photographie. Assurez-vous d’avoir le droit de la publier.",
                "Tracez un rectangle sur ce qui compte : il restera visible si l’image est recadrée.",
            ),
            Picture(
                alt="La fiche d’une image : sa description, son crédit et sa collection à gauche ; son point d’intérêt "
                    "et ses utilisations à droite.",
                caption="La fiche d’une image. La description est lue aux personnes qui ne la voient pas.",
                address="/admin/images/{image}/", at="#id_description-label", width=1000, height=320,
            ),
            note="Une personne est reconnaissable ? Il faut son accord écrit avant de publier.",
        ),
        Gesture(
            "Retrouver une image",
            (
                "Menu « Images » : cherchez par un mot du titre.",
                "Ou cliquez sur les filtres, à droite de la recherche, et choisissez une collection.",
                "Cliquez sur l’image : « Utilisation » dit sur quelles pages elle est.",
            ),
            Picture(
                alt="La médiathèque : trois images en vignettes, et les filtres ouverts sur le choix d’une collection.",
                caption="Les filtres de la médiathèque.",
                address="/admin/images/", height=520, acts=(click("button[aria-label='Afficher les filtres']"),),
            ),
        ),
        Gesture(
            "Déposer un document",
            (
                "Demandez-vous d’abord si une page ne suffit pas : elle se lit mieux sur un téléphone.",
                "Menu « Documents », puis « Ajouter un document ».",
                "Donnez-lui un titre que l’on comprend hors de son dossier : ni « version finale », ni sigle.",
                "Pour le remplacer, ouvrez sa fiche et changez le fichier : les liens restent bons.",
            ),
            Picture(
                alt="La liste des documents : titre, fichier, collection, date, et combien de fois chacun est utilisé.",
                caption="Avant de supprimer un document, regardez la colonne « Utilisation ».",
                address="/admin/documents/", height=300,
            ),
        ),
    ),
)  # fmt: skip

PUBLISHING = Chapter(
    slug="proposer-et-publier", title="Proposer, publier, programmer", icon="upload",
    whom="La rédaction et la coordination proposent ; la communication et l’administration publient",
    reference="pages",
    purpose="D’un brouillon à une page en ligne, puis à son retrait.",
    gestures=(
        Gesture(
            "Proposer une page",
            (
                "Ouvrez la page, et vérifiez l’aperçu une dernière fois.",
                "En bas, cliquez sur la flèche, à côté de « Enregistrer le brouillon ».",
                "Choisissez « Soumettre à Relecture ».",
                "Attendez le courriel : la page est publiée, ou l’on vous dit quoi changer.",
            ),
            Picture(
                alt="Le menu du bouton d’enregistrement, vu par la rédaction : « Soumettre à Relecture » au-dessus de "
                    "« Enregistrer le brouillon ».",
                caption="La rédaction propose ; elle ne publie pas.",
                address="/admin/pages/{principle}/edit/", who="iris", height=620, acts=(click(MORE),),
            ),
        ),
        Gesture(
            "Relire, approuver ou demander des changements",
            (
                "Ouvrez la page depuis votre tableau de bord, « En attente de votre vérification ».",
                "Lisez l’aperçu, corrigez vous-même une coquille s’il y en a.",
                "Flèche du bas : « Approuver et Publier », ou « Demander des modifications », en disant lesquelles.",
            ),
            Picture(
                alt="La même page vue par la communication : le menu du bas propose d’approuver et de publier, ou de "
                    "demander des modifications.",
                caption="Approuver publie.",
                address="/admin/pages/{proposed}/edit/", height=720, acts=(click(MORE),),
            ),
        ),
        Gesture(
            "Programmer la publication et le retrait",
            (
                "Cliquez sur le « i », en haut à droite : le panneau « Statut » s’ouvre.",
                "« Programmer » : donnez la date de publication, et celle d’expiration si la page a une fin.",
                "Enregistrez ces dates, puis publiez comme d’habitude : la page partira au jour dit.",
                "Pour changer d’avis : ouvrez la page, puis « Annuler la publication programmée ».",
            ),
            Picture(
                alt="Le panneau « Statut » d’une actualité programmée : la date de publication et celle d’expiration.",
                caption="Une actualité qui paraîtra et se retirera seule.",
                address="/admin/pages/{scheduled}/edit/", height=640, acts=(click(STATUS),),
            ),
        ),
    ),
)  # fmt: skip

VERSIONS = Chapter(
    slug="versions", title="Retrouver, comparer, déplacer, copier", icon="history",
    whom="Toute l’équipe : rédaction, coordination, communication, administration", reference="pages",
    purpose="Rien n’est perdu : chaque version d’une page est gardée.",
    gestures=(
        Gesture(
            "Lire l’historique d’une page",
            (
                "Ouvrez la page, puis cliquez sur l’horloge, en haut à droite.",
                "Chaque ligne dit ce qui a été fait, par qui et quand.",
                "Les trois points d’une ligne permettent de voir cette version, de la comparer ou d’y revenir.",
            ),
            Picture(
                alt="L’historique d’une page : quatre lignes, de « Créé » à « Brouillon sauvegardé », avec les actions "
                    "possibles sur la dernière.",
                caption="L’historique d’une page.",
                address="/admin/pages/{versions}/history/", height=480,
                acts=(click("main table .w-dropdown__toggle"),),
            ),
        ),
        Gesture(
            "Comparer deux versions, revenir à l’une",
            (
                "Dans l’historique, « Comparer avec la version précédente » : rouge, retiré ; vert, ajouté.",
                "Pour revenir en arrière : « Passer en revue cette version », qui l’ouvre dans l’éditeur.",
                "Relisez-la, puis publiez-la ou proposez-la. La version remplacée reste dans l’historique.",
            ),
            Picture(
                alt="La comparaison de deux versions du chapeau : la phrase retirée sur fond rouge, la nouvelle "
                    "sur fond vert.",
                caption="Ce qui a changé entre deux versions.",
                address="/admin/pages/{versions}/revisions/compare/{old}...{new}/", height=240,
            ),
        ),
        Gesture(
            "Déplacer ou copier une page",
            (
                "Menu « Pages » : cliquez sur les trois points de la page.",
                "« Déplacer » : choisissez la page sous laquelle elle se rangera.",
                "« Copier » : donnez un autre titre et une autre adresse, et laissez « Publier la copie » décoché.",
                "Pour l’ordre du menu du site : trois points de « Accueil », « Ordre de tri des sous-pages ».",
            ),
            Picture(
                alt="L’explorateur des pages, où le menu d’une page est ouvert : modifier, voir le brouillon, "
                    "déplacer, partir d’un modèle, copier, supprimer.",
                caption="Ce que l’on peut faire d’une page, selon ses droits. Le menu défile.",
                address="/admin/pages/{home}/", height=700,
                acts=(click("main tr:has-text('Comment ça marche') .w-dropdown__toggle"),),
            ),
        ),
    ),
)  # fmt: skip
