"""What staff reach below ``/extranet/gestion/demandes/``."""

urlpatterns = []
