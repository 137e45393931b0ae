"""Below ``/extranet/bibliotheque/``."""

urlpatterns = []
