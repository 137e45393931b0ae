from django.db import migrations

GUARD = """
-- The platform brings a tenant in, and erases people; a tenant whose erasure was asked for goes with all it has.
CREATE FUNCTION committees_may_bring_in() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_user = 'portal_platform'
$$;
CREATE FUNCTION committees_may_erase(tenant bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_user = 'portal_platform'
        OR NOT EXISTS (SELECT FROM tenancy_tenant WHERE id = tenant AND deletion_due_at IS NULL)
$$;
-- Whether two states of a row are the same, less those of these columns that have become empty: a person, an item that
-- is no more.
CREATE FUNCTION committees_only_forgets(was jsonb, becomes jsonb, columns text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT was - columns = becomes - columns AND NOT EXISTS (
        SELECT FROM unnest(columns) AS name WHERE becomes -> name NOT IN (was -> name, 'null'::jsonb)
    )
$$;
CREATE FUNCTION committees_refuse(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', what USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION committees_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.approved_at IS NOT NULL AND NOT committees_may_erase(OLD.tenant_id) THEN
            PERFORM committees_refuse('committees_minutes: approved minutes are not erased');
        END IF;
        RETURN OLD;
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'brouillon' AND NOT committees_may_bring_in() THEN
            PERFORM committees_refuse('committees_minutes: minutes begin as a draft');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'publie' THEN
        IF NOT committees_only_forgets(to_jsonb(OLD), to_jsonb(NEW), '{approved_by_id, published_by_id}') THEN
            PERFORM committees_refuse('committees_minutes: published minutes do not change');
        END IF;
    ELSIF OLD.state = 'approuve' THEN
        IF NEW.state NOT IN ('approuve', 'publie') OR NOT committees_only_forgets(
            to_jsonb(OLD) - '{state, published_at, published_by_id}'::text[],
            to_jsonb(NEW) - '{state, published_at, published_by_id}'::text[], '{approved_by_id}'
        ) THEN
            PERFORM committees_refuse('committees_minutes: approved minutes do not change');
        END IF;
    ELSIF NEW.state = 'publie' THEN
        PERFORM committees_refuse('committees_minutes: minutes are approved before they are published');
    ELSIF NEW.state = 'approuve' AND OLD.reread_from IS NULL THEN
        PERFORM committees_refuse('committees_minutes: minutes are read again before they are approved');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_minutes_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_minutes
    FOR EACH ROW EXECUTE FUNCTION committees_minutes_stay();

-- What belongs to minutes stays with their approval. The argument says how to find them: a column of the row itself,
-- or of its passage.
CREATE FUNCTION committees_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held record;
    line jsonb;
BEGIN
    IF TG_OP = 'INSERT' AND committees_may_bring_in() THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' AND committees_may_erase(OLD.tenant_id) THEN
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' AND committees_only_forgets(
        to_jsonb(OLD) - TG_ARGV[2]::text[], to_jsonb(NEW) - TG_ARGV[2]::text[], TG_ARGV[1]::text[]
    ) THEN
        RETURN NEW;
    END IF;
    FOR line IN SELECT each FROM unnest(ARRAY[
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    ]) AS each WHERE each IS NOT NULL LOOP
        -- Locked: who approves at the same time waits for this, or this for them.
        IF TG_ARGV[0] = 'minutes' THEN
            SELECT state INTO held FROM committees_minutes WHERE id = (line ->> 'minutes_id')::bigint FOR SHARE;
        ELSIF TG_ARGV[0] = 'meeting' THEN
            SELECT state INTO held FROM committees_minutes WHERE meeting_id = (line ->> 'meeting_id')::bigint FOR SHARE;
        ELSE
            SELECT m.state INTO held FROM committees_minutes m JOIN committees_passage p ON p.minutes_id = m.id
                WHERE p.id = (line ->> 'passage_id')::bigint FOR SHARE OF m;
        END IF;
        IF FOUND AND held.state IN ('approuve', 'publie') THEN
            PERFORM committees_refuse(TG_TABLE_NAME || ': what belongs to approved minutes does not change');
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER committees_words_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_passage
    FOR EACH ROW EXECUTE FUNCTION committees_words_stay('minutes', '{item_id, written_by_id}', '{is_public}');
CREATE TRIGGER committees_words_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_revision
    FOR EACH ROW EXECUTE FUNCTION committees_words_stay('passage', '{by_id}', '{}');
CREATE TRIGGER committees_words_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_comment
    FOR EACH ROW EXECUTE FUNCTION committees_words_stay('passage', '{by_id, resolved_by_id}', '{}');
CREATE TRIGGER committees_words_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_presence
    FOR EACH ROW EXECUTE FUNCTION committees_words_stay('meeting', '{membership_id}', '{}');

CREATE FUNCTION committees_errata_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT committees_may_erase(OLD.tenant_id) THEN
            PERFORM committees_refuse('committees_erratum: an erratum stays');
        END IF;
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NOT committees_only_forgets(to_jsonb(OLD), to_jsonb(NEW), '{by_id}') THEN
            PERFORM committees_refuse('committees_erratum: an erratum stays');
        END IF;
    ELSIF NOT committees_may_bring_in() AND NOT EXISTS (
        SELECT FROM committees_minutes m WHERE m.id = NEW.minutes_id AND m.state = 'publie' AND (
            NEW.passage_id IS NULL
            OR EXISTS (SELECT FROM committees_passage p WHERE p.id = NEW.passage_id AND p.minutes_id = m.id)
        )
    ) THEN
        PERFORM committees_refuse('committees_erratum: an erratum is of published minutes');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_errata_stay BEFORE INSERT OR UPDATE OR DELETE ON committees_erratum
    FOR EACH ROW EXECUTE FUNCTION committees_errata_stay();

CREATE FUNCTION committees_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'publiee' AND NOT committees_may_erase(OLD.tenant_id) THEN
            PERFORM committees_refuse('committees_meeting: a meeting whose minutes are published is not erased');
        END IF;
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' AND OLD.state = 'publiee' THEN
        IF (OLD.state, OLD.committee_id, OLD.uid, OLD.title, OLD.starts_at, OLD.ends_at, OLD.place)
            IS DISTINCT FROM (NEW.state, NEW.committee_id, NEW.uid, NEW.title, NEW.starts_at, NEW.ends_at, NEW.place)
        THEN
            PERFORM committees_refuse('committees_meeting: a meeting whose minutes are published does not change');
        END IF;
    ELSIF NEW.state = 'publiee' AND NOT (TG_OP = 'INSERT' AND committees_may_bring_in()) AND NOT EXISTS (
        SELECT FROM committees_minutes WHERE meeting_id = NEW.id AND state = 'publie'
    ) THEN
        PERFORM committees_refuse('committees_meeting: the minutes of this meeting are not published');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER committees_meeting_stays BEFORE INSERT OR UPDATE OR DELETE ON committees_meeting
    FOR EACH ROW EXECUTE FUNCTION committees_meeting_stays();
"""
UNGUARD = """
DROP TRIGGER committees_meeting_stays ON committees_meeting;
DROP TRIGGER committees_errata_stay ON committees_erratum;
DROP TRIGGER committees_words_stay ON committees_presence;
DROP TRIGGER committees_words_stay ON committees_comment;
DROP TRIGGER committees_words_stay ON committees_revision;
DROP TRIGGER committees_words_stay ON committees_passage;
DROP TRIGGER committees_minutes_stay ON committees_minutes;
DROP FUNCTION committees_meeting_stays;
DROP FUNCTION committees_errata_stay;
DROP FUNCTION committees_words_stay;
DROP FUNCTION committees_minutes_stay;
DROP FUNCTION committees_refuse;
DROP FUNCTION committees_only_forgets;
DROP FUNCTION committees_may_erase;
DROP FUNCTION committees_may_bring_in;
"""


class Migration(migrations.Migration):
    """Whatever asks, minutes are approved before they are published, and nothing of them changes afterwards.

    Errata come beside them, and a passage goes in or out of the public extract. The platform brings all of it in with
    an archive; it goes with its tenant.
    """

    dependencies = [("committees", "0004_minutes_of_a_meeting")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
