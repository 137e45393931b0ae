"""What was erased of a tenant, as text: counts and dates, nothing personal."""

import hashlib
import json

from django.apps import apps
from django.template.loader import render_to_string

from portal.console.models import Deletion


def digest_of(deletion: Deletion) -> str:
    """Return the SHA-256 of what the certificate says, in hexadecimal."""
    said = {
        field.attname: str(value) if not isinstance(value := getattr(deletion, field.attname), (dict, list)) else value
        for field in deletion._meta.local_fields
        if field.attname != "digest"
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def certificate(deletion: Deletion) -> str:
    """Return the certificate of an erased tenant, in French."""
    models = apps.get_models(include_auto_created=True)
    called = {model._meta.db_table: model._meta.verbose_name for model in models}
    rows = [(table, called.get(table, ""), count) for table, count in sorted(deletion.rows.items())]
    words = {"deletion": deletion, "rows": rows, "total": sum(deletion.rows.values())}
    return render_to_string("console/certificate.txt", words)
