"""What members are told about circles, at the pace they choose."""

from portal.notifications.subjects import Subject, declare

ANSWERS = declare(Subject(code="cercles_reponses", label="Cercles : réponses à mes demandes, entrées et sorties"))
REQUESTS = declare(Subject(code="cercles_demandes", label="Cercles que j’anime : demandes de rejoindre"))
