"""Below ``/extranet/comites/``: each part of the app brings its own."""

from extranet.committees import keeping_urls

urlpatterns = [*keeping_urls.urlpatterns]
