"""Below ``/extranet/comites/``: each part of the app brings its own."""

from extranet.committees import keeping_urls, reading_urls

urlpatterns = [*reading_urls.urlpatterns, *keeping_urls.urlpatterns]
