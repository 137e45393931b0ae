from home.resources.models import Resource
from portal.pages.permissions import PUBLISHERS
from portal.pages.reviews import reviewed

reviewed(Resource, label="Ressources", title_field="title", edit_url_name="resource:edit", roles=PUBLISHERS)
