"""The keys of the cache name who asks: what Wagtail or a library keeps for one tenant, no other is ever given."""

from portal.database import context

OF_ACCOUNTS = ("allauth",)  # how often somebody tried to sign in counts over all hosts: an account is one


def tenant_key(key: str, prefix: str, version: int) -> str:
    """Return the key under which the cache keeps ``key`` for whoever asks (Django's KEY_FUNCTION)."""
    whose = "accounts" if key.startswith(OF_ACCOUNTS) else context.current_tenant_id() or "platform"
    return f"{prefix}:{version}:{whose}:{key}"
