"""Below ``/extranet/comites/``: each part of the app brings its own."""

from extranet.committees import decisions_urls, keeping_urls, minutes_urls, reading_urls

urlpatterns = [
    *keeping_urls.urlpatterns,
    *minutes_urls.urlpatterns,
    *decisions_urls.urlpatterns,
    *reading_urls.urlpatterns,
]
