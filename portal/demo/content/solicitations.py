"""What the demonstration's authorities decided about solicitations: one has opened them, the other has not yet."""

ASSESSMENTS = {
    "pas-de-calais": {
        "days_ago": 120,
        "carried_out_by": "Délégué à la protection des données et direction du logement",
        "reference": "AIPD-2026-014 (exemple)",
        "controller": "Département du Pas-de-Calais",
        "legal_basis": "mission",
        "retention_months": 24,
    },
}
