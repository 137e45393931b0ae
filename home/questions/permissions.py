"""Who keeps the questions: whoever writes pages prepares them, whoever publishes shows them."""

from portal.pages.permissions import PUBLISHERS
from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

AREA = "Ressources et questions"
PUBLISH = "questions.publish_question"

declare(
    Capability(
        code="questions", area=AREA, label="préparer des questions fréquentes et changer leur ordre",
        roles=PUBLISHERS | {Role.REDACTION},
        permissions=model_permissions("questions.question", "add", "change", "delete", "view"),
    ),
    Capability(
        code="publish_questions", area=AREA, label="rendre visible une question, la modifier ou la retirer ensuite",
        roles=PUBLISHERS, permissions=(PUBLISH,),
    ),
    Capability(
        code="question_categories", area=AREA, label="tenir les catégories des questions", roles=PUBLISHERS,
        permissions=model_permissions("questions.questioncategory", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
