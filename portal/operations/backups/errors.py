class BackupError(Exception):
    """A backup, a trial or a restore stopped; the message says why, to an operator, and holds nothing personal."""


def said_of(error: BaseException) -> str:
    """Return what may be kept of an error: our own words, or its kind alone, for others may quote a row."""
    return str(error)[:500] if isinstance(error, BackupError) else type(error).__name__
