from django.db import migrations

TABLE = """
CREATE TABLE accounts_counter (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX accounts_counter_expires ON accounts_counter (expires);
"""


class Migration(migrations.Migration):
    """The table of Django's database cache: how often somebody tried to sign in, counted for all processes together."""

    dependencies = [("accounts", "0004_changes_of_address")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE accounts_counter")]
