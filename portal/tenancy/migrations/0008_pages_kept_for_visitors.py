from django.db import migrations

TABLE = """
CREATE TABLE tenancy_keptpage (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL,
    tenant_id bigint NOT NULL DEFAULT nullif(current_setting('app.tenant_id', true), '')::bigint
        REFERENCES tenancy_tenant (id) ON DELETE CASCADE
);
CREATE INDEX tenancy_keptpage_expires ON tenancy_keptpage (expires);
CREATE INDEX tenancy_keptpage_tenant ON tenancy_keptpage (tenant_id);
ALTER TABLE tenancy_keptpage ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenancy_keptpage FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenancy_keptpage TO portal_app
    USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::bigint);
CREATE POLICY platform ON tenancy_keptpage TO portal_platform USING (true);
"""


class Migration(migrations.Migration):
    """The table of Django's database cache where processes share the pages that every visitor is shown alike.

    A page is its tenant's: the wall is here, since no model stands for the table, and it goes with its tenant.
    """

    dependencies = [("tenancy", "0007_names_of_the_invited")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE tenancy_keptpage")]
