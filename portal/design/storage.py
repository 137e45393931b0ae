"""One stylesheet on the wire, one file a component in the source; no build step but collectstatic."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "design/css/main.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


def inline(css: str, read) -> str:
    """Return ``css`` with each import in its layer replaced by the imported text; ``read`` takes a path.

    Only main.css imports, and the addresses inside an imported file stay right when that file lies beside it.
    """
    return IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['path'])}}}", css)


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if STYLESHEET in paths and not dry_run:
            self._write_bundle(paths)
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_bundle(self, paths):
        """Write main.css anew from the sources, even when collectstatic found it unchanged."""

        def read(path: str) -> str:
            storage, source = paths[path]
            with storage.open(source) as file:
                return file.read().decode()

        folder = STYLESHEET.rpartition("/")[0]
        bundle = inline(read(STYLESHEET), lambda path: read(f"{folder}/{path}"))
        self.delete(STYLESHEET)
        self._save(STYLESHEET, ContentFile(bundle.encode()))
