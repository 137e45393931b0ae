from django.db import migrations

GUARD = """
CREATE FUNCTION committees_decision_is_told_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    IF committees_may_bring_in() THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' AND (OLD.title, OLD.text, OLD.meeting_id) IS NOT DISTINCT FROM
        (NEW.title, NEW.text, NEW.meeting_id)
    THEN
        RETURN NEW;
    END IF;
    -- Locked: who approves at the same time waits for this, or this for them.
    SELECT state INTO held FROM committees_minutes
        WHERE meeting_id IN (NEW.meeting_id, CASE WHEN TG_OP = 'UPDATE' THEN OLD.meeting_id END)
        AND state IN ('approuve', 'publie') LIMIT 1 FOR SHARE;
    IF FOUND THEN
        PERFORM committees_refuse('committees_decision: approved minutes tell it');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_decision_is_told_for_good BEFORE INSERT OR UPDATE ON committees_decision
    FOR EACH ROW EXECUTE FUNCTION committees_decision_is_told_for_good();
"""
UNGUARD = """
DROP TRIGGER committees_decision_is_told_for_good ON committees_decision;
DROP FUNCTION committees_decision_is_told_for_good;
"""


class Migration(migrations.Migration):
    """What a meeting decided is part of its minutes: once they are approved, no decision is added to it and none says
    something else. Who is to do it, by when and where it stands go on.
    """

    dependencies = [("committees", "0007_steps_are_written_once")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
