"""What a visitor is told when the storage of files says nothing: it is no fault of theirs, and nothing is lost.

The transaction of the request is undone by then: no row names a file that was not kept.
"""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.documents.storage import LostFileError, SilentStorageError

logger = logging.getLogger(__name__)
TRY_AGAIN_AFTER = 60  # seconds


class SilentStorageMiddleware:
    """Answers 503 instead of 500 where a file could not be read or kept, and 404 for one that is lost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LostFileError):
            logger.error("A file that a row names is not in its storage: %s", exception)
            raise Http404 from exception
        if not isinstance(exception, SilentStorageError):
            return None
        logger.error("%s", exception)
        response = render(request, "documents/silent.html", status=503)
        response["Retry-After"] = str(TRY_AGAIN_AFTER)
        response["Cache-Control"] = "no-store"
        return response
