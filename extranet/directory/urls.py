"""Below ``/extranet/annuaire/``."""

urlpatterns = []
