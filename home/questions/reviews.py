from home.questions.models import Question
from portal.pages.permissions import PUBLISHERS
from portal.pages.reviews import reviewed

reviewed(
    Question, label="Questions fréquentes", title_field="question", edit_url_name="question:edit", roles=PUBLISHERS
)
