"""What is in the library of each tenant: folders (slug, name, description, kinds, circles), then papers."""

PDC, CASA = "pas-de-calais", "casa"

MODEL_FOLDER = ("modeles", "Modèles", "Courriers et conventions à reprendre tels quels.", (), ())

FOLDERS = {
    PDC: [
        MODEL_FOLDER,
        ("reperes", "Repères", "Ce que tout partenaire doit savoir pour orienter un ménage.", (), ()),
        ("echanges-de-pratiques", "Échanges de pratiques", "Les notes des groupes, territoire par territoire.", (), ()),
        ("bailleurs", "Bailleurs", "Ce qui se prépare avec les bailleurs sociaux.", ("bailleur",), ()),
        (
            "groupe-lens-henin",
            "Groupe d’échange de Lens-Hénin",
            "Ce que le groupe se transmet d’une rencontre à l’autre.",
            (),
            ("echanges-de-pratiques-lens-henin",),
        ),
    ],
    CASA: [
        MODEL_FOLDER,
        ("reperes", "Repères", "Ce que tout partenaire doit savoir pour orienter un ménage.", (), ()),
        ("formations", "Supports de formation", "Les supports remis pendant les sessions.", (), ()),
        ("bailleurs", "Bailleurs", "Ce qui se prépare avec les bailleurs sociaux.", ("bailleur",), ()),
        (
            "comite-inter-bailleurs",
            "Comité inter-bailleurs",
            "Les papiers de travail de ses membres.",
            (),
            ("comite-inter-bailleurs",),
        ),
    ],
}

GLIDING_LEASE = [
    "Le bail glissant : une association loue le logement, puis le bail passe au nom du ménage.",
    "Avant de proposer un bail glissant : ressources ouvertes, assurance, accompagnement nommé.",
    "Au sixième mois : bilan avec le ménage, l’association et le bailleur.",
    "Le glissement est demandé par écrit ; le bailleur répond sous un mois.",
]
ARREARS = [
    "Premier impayé : appeler le ménage dans les huit jours, sans attendre la relance automatique.",
    "Deuxième impayé : saisir l’équipe mobile de prévention des expulsions.",
    "Le concours de la force publique n’est jamais une solution : le relogement se prépare avant.",
]

PAPERS = {
    PDC: [
        {
            "folder": "modeles", "kind": "pdf", "by": "alice", "days_ago": 3, "is_to_read": True,
            "title": "Guide du bail glissant", "description": "Les étapes, de la proposition au glissement.",
            "lines": GLIDING_LEASE,
            "then": {"lines": [*GLIDING_LEASE, "Nouveau : la fiche de bilan est en annexe."], "comment": "Ajout de la fiche de bilan, page 1."},
        },
        {
            "folder": "modeles", "kind": "docx", "by": "chloe", "days_ago": 40,
            "title": "Courrier de saisine de la plateforme", "description": "À compléter sans nommer le ménage.",
            "lines": ["Objet : saisine de la plateforme Logement d’abord.", "Commune, composition du ménage, motif, référent proposé."],
        },
        {
            "folder": "reperes", "kind": "odt", "by": "alice", "days_ago": 9,
            "title": "Prévenir l’expulsion : qui fait quoi", "description": "Une page à afficher dans les permanences.",
            "lines": ARREARS,
        },
        {
            "folder": "echanges-de-pratiques", "kind": "txt", "by": "alice", "days_ago": 20,
            "title": "Notes du groupe d’échange, Lens-Hénin", "description": "Le thème : l’aller vers.",
            "lines": ["Thème : aller vers les ménages qui ne demandent plus rien.", "À reprendre : la visite à deux, toujours annoncée."],
        },
        {
            "folder": "bailleurs", "kind": "pdf", "by": "alice", "days_ago": 5,
            "title": "Convention avec les bailleurs, projet", "description": "Pour relecture par les bailleurs.",
            "lines": ["Article 1. Les bailleurs signalent les logements mobilisables chaque trimestre.", "Article 2. Un référent par bailleur."],
        },
        {
            "folder": "groupe-lens-henin", "kind": "txt", "by": "alice", "days_ago": 16,
            "title": "Questions pour la prochaine rencontre", "description": "Proposées par le groupe, à compléter.",
            "lines": ["Comment annoncer une visite à deux ?", "Que garder par écrit d’un premier entretien ?"],
        },
    ],
    CASA: [
        {
            "folder": "modeles", "kind": "pdf", "by": "ezra", "days_ago": 4, "is_to_read": True,
            "title": "Guide de l’intermédiation locative", "description": "Louer par une association, avec des garanties.",
            "lines": ["L’association loue ou gère le logement ; le propriétaire garde un loyer assuré.", "Le ménage est accompagné dès l’entrée."],
        },
        {
            "folder": "reperes", "kind": "odt", "by": "ezra", "days_ago": 12,
            "title": "Orienter vers l’accès direct au logement", "description": "Qui peut demander, et comment.",
            "lines": ["La demande passe par un travailleur social.", "Le service répond à chaque demande."],
        },
        {
            "folder": "formations", "kind": "docx", "by": "ezra", "days_ago": 30,
            "title": "Support : le rétablissement", "description": "Première demi-journée.",
            "lines": ["Partir des compétences de la personne.", "Le logement d’abord, l’accompagnement au rythme du ménage."],
        },
        {
            "folder": "bailleurs", "kind": "pdf", "by": "ezra", "days_ago": 6,
            "title": "Charte du comité inter-bailleurs, projet", "description": "Pour le prochain comité.",
            "lines": ["Chaque bailleur nomme un titulaire et un suppléant.", "Les décisions sont numérotées et suivies."],
        },
        {
            "folder": "comite-inter-bailleurs", "kind": "txt", "by": "ezra", "days_ago": 18,
            "title": "Points à inscrire à l’ordre du jour", "description": "Chaque membre peut en proposer.",
            "lines": ["Les logements vacants qui peuvent être proposés.", "Le suivi des relogements en cours."],
        },
    ],
}  # fmt: skip
