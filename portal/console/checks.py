"""An archive that a web server could hand out by its address is refused before anything is served."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.core.files.storage import FileSystemStorage

from portal.console.archive.shelf import shelf


@register()
def archives_are_private(app_configs, **kwargs):
    if not isinstance(shelf(), FileSystemStorage):
        return []
    location = Path(shelf().location).resolve()
    served = [Path(folder).resolve() for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT)]
    return [
        Error(
            f"The tenants' archives would lie in {location}, below {folder}, which is served.",
            hint="Set ARCHIVES_DIR to a folder that no web server serves.",
            id="console.E001",
        )
        for folder in served
        if location.is_relative_to(folder)
    ]
