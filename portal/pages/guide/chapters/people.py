"""What brings people together: dates, trainings, committees."""

from portal.pages.guide.parts import Chapter, Gesture, Picture

MEMBERS_WIDTH = 1280
"""px: the members’ space has no menu on the side."""

CALENDAR = Chapter(
    slug="agenda-et-formations", title="Agenda et formations", icon="date",
    whom="La coordination et l’administration ; la communication aussi, pour l’agenda",
    reference="agenda",
    purpose="Annoncer une date, suivre qui vient, prévenir d’un changement.",
    gestures=(
        Gesture(
            "Annoncer un événement",
            (
                "« Agenda › Événements », puis « Ajouter un événement ».",
                "Dites de quoi il s’agit, quand, où, et pour qui.",
                "Enregistrez : c’est un brouillon. Relisez, puis publiez.",
            ),
            Picture(
                alt="Le formulaire d’un nouvel événement : nature, titre, description et plateformes concernées.",
                caption="Le début du formulaire.",
                address="/admin/agenda/new/", height=900,
            ),
        ),
        Gesture(
            "Changer ou annuler une date",
            (
                "« Agenda › Événements » : trois points de l’événement, puis « Dates ».",
                "« Modifier » la déplace ; « Annuler ou reporter » demande pourquoi.",
                "N’écrivez pas vous-même aux inscrits : le portail les prévient, et met leur agenda à jour.",
            ),
            Picture(
                alt="Les dates d’une série : chacune avec son état, et de quoi la modifier ou l’annuler.",
                caption="Chaque date d’une série se déplace ou s’annule seule.",
                address="/admin/agenda/{event}/dates/", height=720,
            ),
        ),
        Gesture(
            "Suivre les inscriptions à une session",
            (
                "Espace professionnel, « Sessions » : la plus proche est en haut.",
                "« À valider » n’est pas à zéro : ouvrez la session, cochez les personnes, validez ou refusez.",
                "« En attente » : les places libérées sont proposées toutes seules, dans l’ordre.",
            ),
            Picture(
                alt="Les sessions de formation à venir : dates, demandes à valider, places prises et personnes en "
                    "attente.",
                caption="Une demande à valider, sur la dernière ligne.",
                address="/extranet/gestion/formations/", who="gael", height=870, width=MEMBERS_WIDTH,
                at="main h1",
            ),
        ),
    ),
)  # fmt: skip

COMMITTEES = Chapter(
    slug="comites", title="Les papiers du comité", icon="group",
    whom="La coordination et l’administration, et qui tient le secrétariat d’un comité", reference="comites",
    purpose="De l’ordre du jour au compte rendu, sans une pièce jointe.",
    gestures=(
        Gesture(
            "Préparer la réunion",
            (
                "Espace professionnel, « Comités » : ouvrez la réunion, puis « Préparer et tenir cette réunion ».",
                "Répondez aux points proposés par les membres.",
                "Ajoutez vos points : un but (informer, échanger, décider) et une durée pour chacun.",
                "« Convoquer les membres » en dernier, quand tout est relu.",
            ),
            Picture(
                alt="L’écran de préparation d’une réunion : où l’on en est, les points proposés par les membres, et "
                    "l’ordre du jour.",
                caption="La préparation d’une réunion.",
                address="/extranet/comites/reunions/{coming-meeting}/preparer/", who="ezra", height=940,
                width=MEMBERS_WIDTH, at="main .page-head",
            ),
        ),
        Gesture(
            "Joindre les documents",
            (
                "À côté du point concerné : « Déposer une pièce ».",
                "Choisissez le fichier, donnez-lui un titre, dites pour qui il est.",
                "Une semaine avant, ouvrez « Pièces ouvertes » : relancez qui n’a rien lu.",
            ),
            Picture(
                alt="L’écran « Pièces ouvertes » : pour chaque document, qui l’a ouvert et qui ne l’a pas encore fait.",
                caption="Qui a ouvert les pièces, et qui pas encore.",
                address="/extranet/comites/reunions/{coming-meeting}/ouvertures/", who="ezra", height=700,
                width=MEMBERS_WIDTH, at="main .page-head",
            ),
        ),
        Gesture(
            "Faire relire le compte rendu",
            (
                "Ouvrez la réunion passée, puis le compte rendu.",
                "« Ouvrir la relecture » : donnez huit à quinze jours.",
                "Traitez chaque remarque : reprenez le brouillon s’il le faut.",
                "« Noter l’approbation » à la réunion suivante, puis publiez.",
            ),
            Picture(
                alt="Un compte rendu en relecture : jusqu’à quand, les remarques en attente, et les présences de "
                    "chaque organisation.",
                caption="Un compte rendu en relecture.",
                address="/extranet/comites/reunions/{written-meeting}/compte-rendu/", who="ezra", height=700,
                width=MEMBERS_WIDTH, at="main h1",
            ),
        ),
    ),
)  # fmt: skip
