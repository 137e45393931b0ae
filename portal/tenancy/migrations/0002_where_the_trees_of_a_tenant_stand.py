from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_the_paths(apps, schema_editor):
    Tenant = apps.get_model("tenancy", "Tenant")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    Tenant.objects.update(
        home_path=Subquery(Page.objects.filter(pk=OuterRef("home_page")).values("path")),
        collection_path=Subquery(Collection.objects.filter(pk=OuterRef("root_collection")).values("path")),
    )


ROOTS_STAY = """
CREATE FUNCTION tenancy_root_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM tenancy_tenant
        WHERE CASE TG_TABLE_NAME WHEN 'wagtailcore_page' THEN home_path ELSE collection_path END = OLD.path
    ) THEN
        RAISE EXCEPTION 'The root of a tenant does not move (%)', OLD.path USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tenant_root_stays BEFORE UPDATE OF path ON wagtailcore_page
    FOR EACH ROW WHEN (OLD.path <> NEW.path) EXECUTE FUNCTION tenancy_root_stays();
CREATE TRIGGER tenant_root_stays BEFORE UPDATE OF path ON wagtailcore_collection
    FOR EACH ROW WHEN (OLD.path <> NEW.path) EXECUTE FUNCTION tenancy_root_stays();
"""
ROOTS_MAY_MOVE = """
DROP TRIGGER tenant_root_stays ON wagtailcore_page;
DROP TRIGGER tenant_root_stays ON wagtailcore_collection;
DROP FUNCTION tenancy_root_stays();
"""


class Migration(migrations.Migration):
    """A tenant knows the paths of its home page and root collection: what lies below them is its own.

    They do not move: a request that runs meanwhile would look into a neighbour's tree.
    """

    dependencies = [("tenancy", "0001_initial")]
    operations = [
        migrations.AddField("tenant", "home_path", models.CharField(editable=False, max_length=255, null=True)),
        migrations.AddField("tenant", "collection_path", models.CharField(editable=False, max_length=255, null=True)),
        migrations.RunPython(copy_the_paths, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("tenant", "home_path", models.CharField(editable=False, max_length=255, unique=True)),
        migrations.AlterField(
            "tenant", "collection_path", models.CharField(editable=False, max_length=255, unique=True)
        ),
        migrations.RunSQL(ROOTS_STAY, ROOTS_MAY_MOVE),
    ]
