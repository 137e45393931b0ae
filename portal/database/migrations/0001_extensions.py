from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

GRANT = """
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal_app;
"""


class Migration(migrations.Migration):
    """Extensions for search, and what the application's role may do: read and write rows, never tables.

    Runs first: every other first migration of the project depends on it.
    """

    run_before = [("contenttypes", "0001_initial")]
    operations = [
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        TrigramExtension(),
        UnaccentExtension(),
    ]
