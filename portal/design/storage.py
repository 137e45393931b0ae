"""Two stylesheets on the wire, one file a component in the source; no build step but collectstatic."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = "design/css"
STYLESHEETS = (f"{FOLDER}/main.css", f"{FOLDER}/members.css")
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


def inline(css: str, read) -> str:
    """Return ``css`` with each import in its layer replaced by the imported text; ``read`` takes a path.

    Only these two import, and the addresses inside an imported file stay right when that file lies beside it.
    """
    return IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['path'])}}}", css)


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in STYLESHEETS:
                if name in paths:
                    self._write_bundle(name, paths)
                    paths = paths | {name: (self, name)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_bundle(self, name: str, paths):
        """Write a bundle anew from the sources, even when collectstatic found it unchanged."""

        def read(path: str) -> str:
            storage, source = paths[path]
            with storage.open(source) as file:
                return file.read().decode()

        bundle = inline(read(name), lambda path: read(f"{FOLDER}/{path}"))
        self.delete(name)
        self._save(name, ContentFile(bundle.encode()))
