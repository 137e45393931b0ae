"""The database's own guard on seats: whatever writes them, those taken and offered never exceed the capacity."""

from django.db.migrations import RunSQL

GUARD = """
CREATE FUNCTION {seats}_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    places integer;
    held integer;
BEGIN
    SELECT capacity INTO places FROM {holder} WHERE id = NEW.{column} FOR UPDATE;
    IF places IS NOT NULL THEN
        SELECT count(*) INTO held FROM {seats}
            WHERE {column} = NEW.{column} AND state IN ('inscrite', 'proposee') AND id <> NEW.id;
        IF held >= places THEN
            RAISE EXCEPTION '{seats}: % of % seats are held', held, places USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {seats}_fit BEFORE INSERT OR UPDATE OF state, {column} ON {seats}
    FOR EACH ROW WHEN (NEW.state IN ('inscrite', 'proposee')) EXECUTE FUNCTION {seats}_fit();

CREATE FUNCTION {holder}_keeps_its_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held integer;
BEGIN
    SELECT count(*) INTO held FROM {seats} WHERE {column} = NEW.id AND state IN ('inscrite', 'proposee');
    IF held > NEW.capacity THEN
        RAISE EXCEPTION '{holder}: % seats are held, % wanted', held, NEW.capacity USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {holder}_keeps_its_seats BEFORE UPDATE OF capacity ON {holder}
    FOR EACH ROW WHEN (NEW.capacity IS DISTINCT FROM OLD.capacity AND NEW.capacity IS NOT NULL)
    EXECUTE FUNCTION {holder}_keeps_its_seats();
"""
UNGUARD = """
DROP TRIGGER {seats}_fit ON {seats}; DROP FUNCTION {seats}_fit;
DROP TRIGGER {holder}_keeps_its_seats ON {holder}; DROP FUNCTION {holder}_keeps_its_seats;
"""


def guard(*, holder: str, seats: str, column: str) -> RunSQL:
    """Return the migration that guards the table ``seats``, whose ``column`` points at the table ``holder``."""
    names = {"holder": holder, "seats": seats, "column": column}
    return RunSQL(GUARD.format(**names), UNGUARD.format(**names))
