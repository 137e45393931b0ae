"""Who answers access requests. Who invites a list may invite at all: the capability of « Équipe »."""

from portal.tenancy.capabilities import Capability, declare
from portal.tenancy.models import Role

ANSWER = "access.answer_request"
ANSWER_ALL = "access.answer_every_request"

AREA = "Demandes d’accès"

declare(
    Capability(
        code="answer_requests", area=AREA, roles=frozenset({Role.ADMINISTRATION, Role.COORDINATION}),
        label="répondre aux demandes des plateformes que l’on coordonne ou supplée",
        permissions=(ANSWER,),
    ),
    Capability(
        code="answer_every_request", area=AREA, roles=frozenset({Role.ADMINISTRATION}),
        label="répondre à toutes les demandes, et à celles qui n’ont pas de coordination",
        permissions=(ANSWER_ALL,),
    ),
)  # fmt: skip
