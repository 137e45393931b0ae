"""Where backups lie when it is a folder of a machine, or of a share."""

import contextlib
import os
import uuid

from django.core.files.storage import FileSystemStorage

PARTIAL = ".partial"


class BackupFolder(FileSystemStorage):
    """Files that only the portal's own account of the machine reads; each is whole under its name, or not there."""

    def __init__(self, location):
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def _save(self, name, content):
        partial = f"{name}.{uuid.uuid4().hex}{PARTIAL}"
        try:
            super()._save(partial, content)
            with open(self.path(partial), "rb") as written:
                os.fsync(written.fileno())
            os.replace(self.path(partial), self.path(name))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(self.path(partial))
            raise
        return name

    def url(self, name):
        """Raise ValueError: nobody reads a backup by an address."""
        raise ValueError("A backup has no public address.")
