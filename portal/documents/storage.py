"""Where private files lie: out of the media, without an address of their own."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "private"


class PrivateStorage(FileSystemStorage):
    """Files below ``settings.PRIVATE_ROOT`` that only the portal's own account of the machine reads."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return str(self.base_location)

    def url(self, name):
        """Raise ValueError: a private file is served through the check alone (portal.documents.serving)."""
        raise ValueError("A private file has no public address.")


def private_storage() -> Storage:
    """Return the storage of private files; of S3, a bucket that answers nobody but the portal."""
    return storages[ALIAS]
