"""What the same server answers at its fastest: a bare view of Django, and a WSGI application without Django."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", MIDDLEWARE=[], DEBUG=False)

from django.core.wsgi import get_wsgi_application  # noqa: E402 (it reads the settings)

urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()


def without_django(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
