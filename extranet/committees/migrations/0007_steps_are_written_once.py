from django.db import migrations

GUARD = """
CREATE FUNCTION committees_step_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;  -- whoever wrote it is erased; what they wrote stays
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (
        SELECT FROM tenancy_tenant WHERE id = OLD.tenant_id AND deletion_due_at IS NULL
    ) THEN
        RETURN OLD;  -- the whole tenant goes
    END IF;
    RAISE EXCEPTION 'committees_step: the history of a decision is written once' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER committees_step_is_written_once BEFORE UPDATE OR DELETE ON committees_step
    FOR EACH ROW EXECUTE FUNCTION committees_step_is_written_once();
"""
UNGUARD = """
DROP TRIGGER committees_step_is_written_once ON committees_step;
DROP FUNCTION committees_step_is_written_once;
"""


class Migration(migrations.Migration):
    """The history of a decision grows, and nothing of it changes; it goes with its tenant alone."""

    dependencies = [("committees", "0006_decisions")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
