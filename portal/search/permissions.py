"""Who reads what the search did not answer."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

declare(
    Capability(
        code="unanswered_questions", area="Recherche", label="lire et effacer les recherches restées sans réponse",
        roles=frozenset({Role.ADMINISTRATION, Role.COMMUNICATION}),
        permissions=model_permissions("search.unansweredquestion", "view", "delete"),
    ),
)  # fmt: skip
