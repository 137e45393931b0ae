"""Below ``/extranet/solliciter/``: each part of the app brings its own."""

from django.urls import register_converter

from extranet.solicitations.addresses import ReferenceConverter

register_converter(ReferenceConverter, "reference")

from extranet.solicitations import asking_urls, figures_urls, papers_urls, reading_urls, support_urls  # noqa: E402

urlpatterns = [
    *asking_urls.urlpatterns,
    *figures_urls.urlpatterns,
    *papers_urls.urlpatterns,
    *support_urls.urlpatterns,
    *reading_urls.urlpatterns,
]
