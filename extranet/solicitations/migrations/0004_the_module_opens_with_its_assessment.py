from django.db import migrations

GUARD = """
-- Until now the module held nothing: a tenant that had it switched on opens it again with its assessment.
UPDATE tenancy_tenant SET modules = array_remove(modules, 'sollicitations') WHERE 'sollicitations' = ANY(modules);

-- Whether a tenant has recorded its impact assessment: a row is whole or not there. It is held meanwhile.
CREATE FUNCTION solicitations_are_assessed(of_tenant bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM solicitations_impactassessment WHERE tenant_id = of_tenant FOR SHARE;
    RETURN FOUND;
END $$;

CREATE FUNCTION solicitations_open_with_their_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- What came in with the module may have lost it since, and a tenant that is to be erased opens nothing.
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM tenancy_tenant WHERE id = NEW.id AND 'sollicitations' = ANY(modules) AND deletion_due_at IS NULL
    ) THEN
        RETURN NULL;
    END IF;
    IF NOT solicitations_are_assessed(NEW.id) THEN
        PERFORM solicitations_refuse(
            format('tenancy_tenant: %s has not recorded the impact assessment of solicitations', NEW.slug));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER solicitations_open_with_their_assessment BEFORE UPDATE ON tenancy_tenant
    FOR EACH ROW WHEN (
        'sollicitations' = ANY(NEW.modules) AND NEW.deletion_due_at IS NULL
        AND NOT ('sollicitations' = ANY(OLD.modules) AND OLD.deletion_due_at IS NULL)
    ) EXECUTE FUNCTION solicitations_open_with_their_assessment();
CREATE CONSTRAINT TRIGGER solicitations_come_in_with_their_assessment AFTER INSERT ON tenancy_tenant
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ('sollicitations' = ANY(NEW.modules))
    EXECUTE FUNCTION solicitations_open_with_their_assessment();

-- What was recorded may be corrected; it goes once the module is off, or with its tenant.
CREATE FUNCTION solicitations_stay_assessed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM tenancy_tenant WHERE id = OLD.tenant_id AND 'sollicitations' = ANY(modules)
        AND deletion_due_at IS NULL FOR SHARE;
    IF FOUND THEN
        PERFORM solicitations_refuse('solicitations_impactassessment: the module is on, its assessment stays');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER solicitations_stay_assessed BEFORE DELETE ON solicitations_impactassessment
    FOR EACH ROW EXECUTE FUNCTION solicitations_stay_assessed();
CREATE TRIGGER solicitations_assessment_stays_its_tenant_s BEFORE UPDATE ON solicitations_impactassessment
    FOR EACH ROW WHEN (NEW.tenant_id <> OLD.tenant_id) EXECUTE FUNCTION solicitations_stay_assessed();
"""
UNGUARD = """
DROP TRIGGER solicitations_assessment_stays_its_tenant_s ON solicitations_impactassessment;
DROP TRIGGER solicitations_stay_assessed ON solicitations_impactassessment;
DROP FUNCTION solicitations_stay_assessed;
DROP TRIGGER solicitations_come_in_with_their_assessment ON tenancy_tenant;
DROP TRIGGER solicitations_open_with_their_assessment ON tenancy_tenant;
DROP FUNCTION solicitations_open_with_their_assessment;
DROP FUNCTION solicitations_are_assessed;
"""


class Migration(migrations.Migration):
    """Whatever asks, the module is on where an impact assessment is recorded, and nothing takes that away meanwhile."""

    dependencies = [("solicitations", "0003_impact_assessment")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
