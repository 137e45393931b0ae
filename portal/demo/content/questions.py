"""Frequent questions of each tenant: category, then question and answer. The facts are those of the two pages."""

PDC, CASA = "pas-de-calais", "casa"

TONIGHT = (
    "Je n’ai nulle part où dormir ce soir : qui appeler ?",
    "<p>Le <b>115</b>, gratuit, jour et nuit. La plateforme, elle, prépare un logement durable : elle ne répond pas à "
    "l’urgence d’un soir.</p>",
)
NO_NAME = (
    "Dois-je nommer le ménage quand j’écris ?",
    "<p>Non, jamais : ni son nom, ni son adresse, ni rien de sa santé. Dites la commune, la composition du ménage et "
    'ce qui bloque ; la suite se dit de vive voix. <a href="/contact/">Écrire à la plateforme</a>.</p>',
)
ACCESS = (
    "Comment entrer dans l’espace des professionnels ?",
    "<p>En le demandant en ligne : vous confirmez votre adresse, puis la coordination de votre territoire répond. "
    '<a href="/demander-un-acces/">Demander un accès</a>.</p>',
)

QUESTIONS = {
    PDC: {
        "Comprendre": [
            (
                "Le Logement d’abord, qu’est-ce que c’est ?",
                "<p>Une façon d’aider qui commence par le logement : orienter vite, vers un logement durable, des "
                "ménages que leur parcours en tient éloignés. L’accompagnement réunit plusieurs métiers, s’adapte à "
                "chacun et change quand il le faut.</p>",
            ),
            (
                "À qui s’adresse-t-il ?",
                "<p>Aux personnes sans domicile, et à celles qui peinent à trouver ou à garder un logement parce que "
                "les difficultés s’additionnent, sociales et de santé. Par exemple :</p><ul><li>des jeunes en grande "
                "vulnérabilité ;</li><li>des ménages en situation d’expulsion ;</li><li>des personnes isolées, en "
                "marge ;</li><li>des victimes de violences intrafamiliales ;</li><li>des personnes en situation de "
                "handicap psychique.</li></ul>",
            ),
            (
                "Comment l’accompagnement se passe-t-il ?",
                "<p>Un référent est nommé pour chaque accompagnement. Il suit le rythme du ménage et son projet, "
                "s’appuie sur les compétences des personnes, et reste souple.</p>",
            ),
            (
                "Qu’est-ce qu’un bail glissant ?",
                "<p>Un organisme prend d’abord le logement en location et le sous-loue au ménage ; quand tout va bien, "
                "le bail passe au nom du ménage, qui reste chez lui. C’est possible dans le cadre d’un "
                'accompagnement. <a href="/services/">Voir les services</a>.</p>',
            ),
        ],
        "Solliciter une plateforme": [
            (
                "Qui peut solliciter une plateforme ?",
                "<p>Tout partenaire. Le coordinateur étudie la situation ; un accompagnement renforcé peut ensuite "
                "être mis en place.</p>",
            ),
            (
                "À quelle plateforme m’adresser ?",
                "<p>À celle du territoire où vit le ménage : il y en a sept, chacune avec son coordinateur. "
                '<a href="/trouver/">Cherchez la commune</a> : la réponse dit qui contacter, et pourquoi.</p>',
            ),
            NO_NAME,
            TONIGHT,
        ],
        "Locataires et professionnels": [
            (
                "Un locataire du parc privé ne paie plus son loyer : que faire ?",
                "<p>Agir tôt. Des équipes mobiles de prévention des expulsions locatives vont vers les locataires du "
                'parc privé en impayé. <a href="/services/">Comment les joindre</a>.</p>',
            ),
            (
                "Existe-t-il des lieux pour échanger entre professionnels ?",
                "<p>Oui, selon les territoires : des groupes d’échanges de pratiques réunissent les professionnels de "
                "terrain autour du logement et de la santé mentale. Le coordinateur de votre plateforme vous dira "
                "comment venir.</p>",
            ),
            ACCESS,
        ],
    },
    CASA: {
        "Comprendre": [
            (
                "Pourquoi commencer par le logement ?",
                "<p>Parce que c’est plus efficace. Remettre les clés d’un logement pérenne au bout d’un parcours en "
                "escalier laisse beaucoup de personnes en chemin ; les proposer tout de suite réduit mieux le "
                "sans-abrisme. L’expérience vient de l’étranger, sous le nom de « Housing First », puis de France.</p>",
            ),
            (
                "Depuis quand Sophia Antipolis est-elle engagée ?",
                "<p>La CASA est l’un des vingt-trois territoires retenus pour mettre en œuvre de façon accélérée le "
                "plan quinquennal 2018-2022. Elle avait déjà créé la plateforme hébergement-logement et des guichets "
                "de proximité.</p>",
            ),
            (
                "Que fait la plateforme ?",
                "<p>Elle cherche des solutions aux situations complexes ou bloquées, d’accès au logement ou de "
                "maintien, et coordonne les acteurs du logement et de l’hébergement. "
                '<a href="/plan-d-action/plateforme/">En savoir plus</a>.</p>',
            ),
            TONIGHT,
        ],
        "Travailleurs sociaux": [
            (
                "Qui peut m’aider à évaluer une situation ?",
                "<p>Le service Appui au diagnostic, un service du SIAO porté par l’association GALICE : avec vous, il "
                "évalue en détail la situation du ménage et dessine un projet de logement et d’accompagnement. "
                '<a href="/services/">Comment le joindre</a>.</p>',
            ),
            (
                "Y a-t-il des formations ?",
                "<p>Oui, pour les travailleurs sociaux, les bailleurs et les élus : une à deux journées avec l’Institut "
                "d’enseignement supérieur de travail social (IESTS), entre théorie, exercices et intelligence "
                'collective. <a href="/formations/">Voir les dates</a>.</p>',
            ),
            NO_NAME,
            ACCESS,
        ],
        "Propriétaires, bailleurs, élus": [
            (
                "Je suis propriétaire : puis-je louer sans risque à un ménage en difficulté ?",
                "<p>C’est le but de l’intermédiation locative : votre bien est loué de façon sécurisée. "
                '<a href="/contact/casa/">Écrivez à la plateforme</a>, elle vous dira à qui vous adresser.</p>',
            ),
            (
                "Qu’est-ce que le comité inter-bailleurs ?",
                "<p>Un outil au service des bailleurs sociaux, pour rapprocher leurs pratiques et travailler ensemble "
                "sur des questions communes. Onze bailleurs étaient présents à sa première réunion, le "
                "5 mars 2020.</p>",
            ),
            (
                "Que peut faire une commune ?",
                "<p>La CASA informe les maires de ce que l’intermédiation locative apporte à leur commune, et mène des "
                "actions de sensibilisation auprès des CCAS, de la mission locale, des MSD, des associations et des "
                "bailleurs.</p>",
            ),
        ],
    },
}
