import posixpath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=86_400)
def serve_media(request, path: str):
    """Serve an image of this tenant. Another tenant's file, and any document, is a 404.

    Documents go through Wagtail's own view, which checks who may read them.
    """
    own = f"t/{request.tenant.pk}/"
    is_plain = path == posixpath.normpath(path) and "\0" not in path  # « t/1/./documents/ » would be one of them
    if not is_plain or not path.startswith(own) or path.startswith(f"{own}documents/"):
        raise Http404
    try:
        return FileResponse(default_storage.open(path))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
