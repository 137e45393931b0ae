"""What is written as rows: news and questions, figures and terms, platforms."""

from portal.pages.guide.parts import Chapter, Gesture, Picture

NEWS = Chapter(
    slug="actualites", title="Actualités, rubriques, questions", icon="list-ul",
    whom="La rédaction prépare ; la communication et l’administration publient", reference="actualites",
    purpose="Annoncer, ranger, répondre à ce que l’on vous demande souvent.",
    gestures=(
        Gesture(
            "Écrire une actualité",
            (
                "Menu « Pages », « Actualités », trois points : « Partir d’un modèle », ou « Ajouter une sous-page ».",
                "Titre : ce qui est nouveau, en moins de dix mots. Chapeau : pour qui, où, quand.",
                "Choisissez la date et une seule rubrique.",
                "Enregistrez, regardez l’aperçu, puis proposez ou publiez.",
            ),
            Picture(
                alt="Une actualité dans l’éditeur : titre, chapeau, date et rubrique.",
                caption="La date et la rubrique rangent l’actualité dans la liste et dans les fils.",
                address="/admin/pages/{told}/edit/", height=820,
            ),
        ),
        Gesture(
            "Ranger les rubriques",
            (
                "« Ressources, FAQ › Rubriques des actualités » : trois à six suffisent.",
                "« Ajouter une rubrique » : un mot ou deux, que vos lecteurs emploient.",
                "En supprimer une ne supprime pas ses actualités : elles n’ont plus de rubrique.",
            ),
            Picture(
                alt="La liste des rubriques des actualités, avec une poignée devant chacune pour changer leur ordre.",
                caption="La liste est dans l’ordre où le public la lit.",
                address="/admin/rubric/?ordering=position", height=340,
            ),
            note="Les rubriques se tiennent à la communication ou à l’administration.",
        ),
        Gesture(
            "Répondre à une question fréquente",
            (
                "« Ressources, FAQ › Questions fréquentes », puis « Ajouter une question ».",
                "Écrivez la question comme on vous la pose, et la réponse en cinq lignes au plus.",
                "Donnez la date à laquelle vous voulez qu’on vous la fasse relire.",
                "Cochez « Visible sur le site » quand la réponse est sûre.",
            ),
            Picture(
                alt="Le formulaire d’une question : question, réponse, catégorie, date de relecture et case « Visible "
                    "sur le site ».",
                caption="Une question, sa réponse, et la date où la relire.",
                address="/admin/question/new/", height=940,
            ),
        ),
    ),
)  # fmt: skip

FIGURES = Chapter(
    slug="chiffres-et-glossaire", title="Chiffres, glossaire, « À relire »", icon="order",
    whom="La communication et l’administration ; chacun relit ce qui est de son ressort", reference="contenus",
    purpose="Écrire un chiffre ou un mot une fois, et ne jamais le laisser vieillir.",
    gestures=(
        Gesture(
            "Mettre un chiffre à jour",
            (
                "« Contenus › Chiffres clés » : ouvrez le chiffre.",
                "Sous « Valeurs », ajoutez une ligne : la valeur et sa date, ou sa période. N’effacez pas l’ancienne.",
                "Vérifiez la source, puis enregistrez.",
                "Allez voir la page où il paraît : la nouvelle valeur y est déjà.",
            ),
            Picture(
                alt="La fiche d’un chiffre clé : ce qu’il mesure, son unité et ses valeurs, chacune avec sa date ou sa "
                    "période.",
                caption="Les anciennes valeurs restent : elles font l’évolution et le diagramme.",
                address="/admin/figure/edit/{figure}/", height=1040,
            ),
        ),
        Gesture(
            "Expliquer un mot",
            (
                "« Contenus › Glossaire », puis « Ajouter un terme ».",
                "Le terme : un sigle en capitales, un mot en minuscules.",
                "Autres formes, une par ligne : le nom développé, un pluriel irrégulier.",
                "Une phrase de définition, sans autre sigle.",
            ),
            Picture(
                alt="La fiche du terme « CCAS » : ses autres formes et sa définition.",
                caption="La fiche d’un terme.",
                address="/admin/term/edit/{term}/", height=980,
            ),
        ),
        Gesture(
            "Relire ce qui a vieilli",
            (
                "« Contenus › À relire » : commencez par ce qui est « en retard ».",
                "Ouvrez la fiche dans un nouvel onglet, et vérifiez auprès de la source.",
                "Tout est juste : « Relu, rien à changer ». Sinon, corrigez la fiche et reportez sa date.",
            ),
            Picture(
                alt="La liste « À relire » : pour chaque fiche, sa date, son état et « Relu, rien à changer ».",
                caption="Une demi-heure tous les trois mois suffit.",
                address="/admin/a-relire/", height=760,
            ),
        ),
    ),
)  # fmt: skip

PLATFORMS = Chapter(
    slug="plateformes-et-contacts", title="Plateformes et contacts", icon="site",
    whom="La coordination, pour ses plateformes ; la communication et l’administration, pour toutes",
    reference="territoires",
    purpose="Que la bonne personne réponde, pour chaque commune.",
    gestures=(
        Gesture(
            "Faire le tour de ce qui manque",
            (
                "« Territoires › À vérifier ».",
                "« Contacts à compléter » : cliquez sur un nom, complétez, enregistrez.",
                "« Qui répond où » : quand un périmètre vous a été confirmé, ouvrez-le et dites-le.",
                "Revenez à la liste : la ligne n’y est plus.",
            ),
            Picture(
                alt="L’écran « Territoires à vérifier » : les contacts à compléter, et les intercommunalités dont le "
                    "périmètre reste à confirmer.",
                caption="Ce qui manque, et ce qui est supposé.",
                address="/admin/territoires/a-verifier/", height=720,
            ),
        ),
        Gesture(
            "Changer un contact",
            (
                "« Territoires › Plateformes » : ouvrez la plateforme.",
                "Corrigez le téléphone ou le courriel. Préférez une adresse de service à celle d’une personne.",
                "Enregistrez, puis cherchez une de ses communes sur le site : le nouveau contact y est.",
            ),
            Picture(
                alt="La fiche d’une plateforme : organisme porteur, téléphone, courriel et date de relecture.",
                caption="Les contacts d’une plateforme, à un seul endroit.",
                address="/admin/platform/edit/{platform}/", at="#panel-carrier-section", width=960, height=520,
            ),
        ),
        Gesture(
            "Dire qui répond pour une intercommunalité",
            (
                "« Territoires › Règles de couverture » : ouvrez l’intercommunalité, ou ajoutez-la.",
                "Choisissez la plateforme, ou l’autre organisme, qui répond.",
                "Passez l’état à « confirmé », et dites d’où vous le tenez.",
            ),
            Picture(
                alt="La liste des règles de couverture : l’intercommunalité, qui y répond, l’état et la source.",
                caption="Une règle pour chaque intercommunalité.",
                address="/admin/coveragerule/", height=560,
            ),
        ),
    ),
)  # fmt: skip
