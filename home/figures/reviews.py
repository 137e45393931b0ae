from home.figures.models import Figure
from home.figures.permissions import KEEPERS
from portal.pages.reviews import reviewed

reviewed(Figure, label="Chiffres clés", title_field="title", edit_url_name="figure:edit", roles=KEEPERS)
