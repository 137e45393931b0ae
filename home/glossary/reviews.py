from home.glossary.models import Term
from home.glossary.permissions import KEEPERS
from portal.pages.reviews import reviewed

reviewed(Term, label="Glossaire", title_field="term", edit_url_name="term:edit", roles=KEEPERS)
