from django.db import migrations

MAKE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'french_unaccent') THEN
        CREATE TEXT SEARCH CONFIGURATION french_unaccent (COPY = pg_catalog.french);
        ALTER TEXT SEARCH CONFIGURATION french_unaccent
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """How the search reads words: without accents, then as PostgreSQL's French does.

    The extension comes with PostgreSQL and is a trusted one: who owns the database may make it.
    """

    dependencies = [("documents", "0001_folders_and_documents")]
    operations = [migrations.RunSQL(MAKE, "DROP TEXT SEARCH CONFIGURATION IF EXISTS french_unaccent")]
