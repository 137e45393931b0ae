"""What committees keep of people."""

from portal.tenancy.models import Module
from portal.tenancy.processing import Basis, Processing, declare

declare(
    Processing(
        code="committees", order=180, title="Les comités", module=Module.COMMITTEES,
        data="mandats, convocations et réponses, présences, points proposés, décisions suivies",
        purpose="convoquer, vérifier le quorum, établir les comptes rendus et suivre les décisions",
        recipients="les membres du comité et l’équipe qui le tient ; l’extrait public ne nomme que ce que le comité "
        "publie",
        kept="tant que le comité est gardé : ses réunions et ses comptes rendus sont les archives de la collectivité",
        basis=Basis.LEGAL_DUTY,
    ),
)  # fmt: skip
