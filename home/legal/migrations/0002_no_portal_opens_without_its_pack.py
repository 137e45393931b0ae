from django.db import migrations

GUARD = """
-- Whether a tenant has said what the law wants said, and has a scheme for today. Its row is held meanwhile.
CREATE FUNCTION legal_pack_is_whole(of_tenant bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM legal_legalidentity WHERE tenant_id = of_tenant AND '' NOT IN (
        btrim(publisher), btrim(address), btrim(phone), siret, btrim(director), btrim(host_name), btrim(host_address),
        btrim(host_phone), btrim(dpo_name), btrim(dpo_contact)
    ) FOR SHARE;
    RETURN FOUND AND EXISTS (
        SELECT FROM legal_accessibilityscheme WHERE tenant_id = of_tenant
        AND (now() AT TIME ZONE 'Europe/Paris')::date BETWEEN starts_on AND ends_on
    );
END $$;

CREATE FUNCTION legal_opens_with_its_pack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One that came in open may have been closed since: an archive does so.
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM tenancy_tenant WHERE id = NEW.id AND state = 'ouvert') THEN
        RETURN NULL;
    END IF;
    IF NOT legal_pack_is_whole(NEW.id) THEN
        RAISE EXCEPTION 'tenancy_tenant: the legal pack of % is not whole', NEW.slug USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER legal_opens_with_its_pack BEFORE UPDATE ON tenancy_tenant
    FOR EACH ROW WHEN (NEW.state = 'ouvert' AND OLD.state <> 'ouvert') EXECUTE FUNCTION legal_opens_with_its_pack();
CREATE CONSTRAINT TRIGGER legal_is_made_open_with_its_pack AFTER INSERT ON tenancy_tenant
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'ouvert') EXECUTE FUNCTION legal_opens_with_its_pack();

CREATE FUNCTION legal_identity_stays_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    becomes jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(NEW) ELSE '{}'::jsonb END;
BEGIN
    -- What was said may be corrected. A tenant that is to be erased goes with all it has.
    IF EXISTS (
        SELECT FROM unnest('{publisher, address, phone, siret, director, host_name, host_address, host_phone, dpo_name,
            dpo_contact}'::text[]) AS name
        WHERE btrim(to_jsonb(OLD) ->> name) <> '' AND btrim(coalesce(becomes ->> name, '')) = ''
    ) THEN
        PERFORM FROM tenancy_tenant
            WHERE id = OLD.tenant_id AND state = 'ouvert' AND deletion_due_at IS NULL FOR SHARE;
        IF FOUND THEN
            RAISE EXCEPTION 'legal_legalidentity: an open portal goes on saying who publishes it'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER legal_identity_stays_said BEFORE UPDATE OR DELETE ON legal_legalidentity
    FOR EACH ROW EXECUTE FUNCTION legal_identity_stays_said();
"""
UNGUARD = """
DROP TRIGGER legal_identity_stays_said ON legal_legalidentity;
DROP FUNCTION legal_identity_stays_said;
DROP TRIGGER legal_is_made_open_with_its_pack ON tenancy_tenant;
DROP TRIGGER legal_opens_with_its_pack ON tenancy_tenant;
DROP FUNCTION legal_opens_with_its_pack;
DROP FUNCTION legal_pack_is_whole;
"""


class Migration(migrations.Migration):
    """Whatever asks, a portal opens once its legal pack is whole (home.legal.models.MANDATORY), and an open one takes
    nothing of it back. A portal that was open before stays so: what it lacks is a task for its administration.
    """

    dependencies = [("legal", "0001_legal_pack"), ("tenancy", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
