from django.db import migrations

GUARD = """
CREATE FUNCTION solicitations_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'check_violation';
END $$;

-- The same table as extranet.solicitations.states.NEXT.
CREATE FUNCTION solicitations_may_become(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (was, becomes) IN (
        ('brouillon', 'recue'),
        ('recue', 'a_completer'), ('recue', 'etudiee'), ('recue', 'reorientee'), ('recue', 'refusee'),
        ('recue', 'sans_suite'),
        ('a_completer', 'recue'), ('a_completer', 'sans_suite'),
        ('etudiee', 'a_completer'), ('etudiee', 'accompagnement'), ('etudiee', 'reorientee'), ('etudiee', 'refusee'),
        ('etudiee', 'sans_suite')
    )
$$;
CREATE FUNCTION solicitations_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT solicitations_may_become(OLD.state, NEW.state) THEN
        PERFORM solicitations_refuse(
            format('solicitations_solicitation: « %s » does not become « %s »', OLD.state, NEW.state));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER solicitations_moves BEFORE UPDATE OF state ON solicitations_solicitation
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION solicitations_moves();

-- What was said is forgotten for good, and the row stays for the figures.
CREATE FUNCTION solicitations_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'brouillon' AND EXISTS (
            SELECT FROM tenancy_tenant WHERE id = OLD.tenant_id AND deletion_due_at IS NULL
        ) THEN
            PERFORM solicitations_refuse('solicitations_solicitation: what was sent is erased by its texts alone');
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.reference <> OLD.reference OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS NULL) THEN
        PERFORM solicitations_refuse('solicitations_solicitation: a reference stays, and so does an erasure');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER solicitations_stays BEFORE UPDATE OR DELETE ON solicitations_solicitation
    FOR EACH ROW EXECUTE FUNCTION solicitations_stays();

-- The journal grows; an entry is never changed, and goes once it is a year old, or with its tenant.
CREATE FUNCTION solicitations_journal_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND (
        OLD.at < now() - interval '365 days'
        OR NOT EXISTS (SELECT FROM tenancy_tenant WHERE id = OLD.tenant_id AND deletion_due_at IS NULL)
    ) THEN
        RETURN OLD;
    END IF;
    PERFORM solicitations_refuse('solicitations_journalentry: the journal is written once');
    RETURN NULL;
END $$;
CREATE TRIGGER solicitations_journal_is_written_once BEFORE UPDATE OR DELETE ON solicitations_journalentry
    FOR EACH ROW EXECUTE FUNCTION solicitations_journal_is_written_once();
CREATE FUNCTION solicitations_journal_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM solicitations_refuse('solicitations_journalentry: the journal is not emptied');
    RETURN NULL;
END $$;
CREATE TRIGGER solicitations_journal_is_not_emptied BEFORE TRUNCATE ON solicitations_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION solicitations_journal_is_not_emptied();
"""
UNGUARD = """
DROP TRIGGER solicitations_journal_is_not_emptied ON solicitations_journalentry;
DROP FUNCTION solicitations_journal_is_not_emptied;
DROP TRIGGER solicitations_journal_is_written_once ON solicitations_journalentry;
DROP FUNCTION solicitations_journal_is_written_once;
DROP TRIGGER solicitations_stays ON solicitations_solicitation;
DROP FUNCTION solicitations_stays;
DROP TRIGGER solicitations_moves ON solicitations_solicitation;
DROP FUNCTION solicitations_moves;
DROP FUNCTION solicitations_may_become;
DROP FUNCTION solicitations_refuse;
"""


class Migration(migrations.Migration):
    """What no code may do: another way through the states, a change of the journal, the return of what was erased."""

    dependencies = [("solicitations", "0001_requests_and_supports"), ("tenancy", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
