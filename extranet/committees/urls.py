"""Below ``/extranet/comites/``: each part of the app brings its own."""

from extranet.committees import reading_urls

urlpatterns = [*reading_urls.urlpatterns]
