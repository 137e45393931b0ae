"""Below ``/extranet/comites/``: each file of views brings its own."""

from extranet.committees import minutes_urls

urlpatterns = [*minutes_urls.urlpatterns]
