from django.db import migrations

GUARD = """
-- Who is in charge of a support reads the whole of its solicitation: that ends with the support.
CREATE FUNCTION solicitations_charges_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM solicitations_charge charge
        JOIN solicitations_support support ON support.id = charge.support_id
        WHERE charge.support_id = (CASE TG_TABLE_NAME WHEN 'solicitations_support' THEN to_jsonb(NEW)->>'id'
                                   ELSE to_jsonb(NEW)->>'support_id' END)::bigint
            AND (charge.starts_on < support.starts_on
                 OR support.ended_on IS NOT NULL
                    AND (charge.ends_on IS NULL OR charge.ends_on > support.ended_on + 1))
    ) THEN
        PERFORM solicitations_refuse('solicitations_charge: nobody is in charge outside the days of the support');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER solicitations_charges_end AFTER INSERT OR UPDATE ON solicitations_charge
    FOR EACH ROW EXECUTE FUNCTION solicitations_charges_end();
CREATE TRIGGER solicitations_charges_end AFTER UPDATE OF starts_on, ended_on ON solicitations_support
    FOR EACH ROW EXECUTE FUNCTION solicitations_charges_end();

-- Stages are those of a lease that slides.
CREATE FUNCTION solicitations_stages_slide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM solicitations_leasestage stage
        JOIN solicitations_support support ON support.id = stage.support_id
        WHERE stage.support_id = (CASE TG_TABLE_NAME WHEN 'solicitations_support' THEN to_jsonb(NEW)->>'id'
                                  ELSE to_jsonb(NEW)->>'support_id' END)::bigint
            AND (NOT support.has_sliding_lease OR stage.reached_on < support.starts_on
                 OR stage.reached_on > support.ended_on)
    ) THEN
        PERFORM solicitations_refuse('solicitations_leasestage: a stage is one of a sliding lease, within its support');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER solicitations_stages_slide AFTER INSERT OR UPDATE ON solicitations_leasestage
    FOR EACH ROW EXECUTE FUNCTION solicitations_stages_slide();
CREATE TRIGGER solicitations_stages_slide
    AFTER UPDATE OF has_sliding_lease, starts_on, ended_on ON solicitations_support
    FOR EACH ROW EXECUTE FUNCTION solicitations_stages_slide();
"""
UNGUARD = """
DROP TRIGGER solicitations_stages_slide ON solicitations_support;
DROP TRIGGER solicitations_stages_slide ON solicitations_leasestage;
DROP FUNCTION solicitations_stages_slide;
DROP TRIGGER solicitations_charges_end ON solicitations_support;
DROP TRIGGER solicitations_charges_end ON solicitations_charge;
DROP FUNCTION solicitations_charges_end;
"""


class Migration(migrations.Migration):
    """What no code may do: leave somebody in charge of a support that has ended, slide a lease that does not slide."""

    dependencies = [("solicitations", "0006_one_person_one_charge")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
