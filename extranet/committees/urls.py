"""Below ``/extranet/comites/``: each file of views brings its own."""

from extranet.committees import decisions_urls

urlpatterns = [*decisions_urls.urlpatterns]
