from django.db import migrations

GUARD = """
CREATE FUNCTION trainings_attendance_is_of_one_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_of_two boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM trainings_attendance mark'
        ' JOIN trainings_registration registration ON registration.id = mark.registration_id'
        ' JOIN trainings_halfday half_day ON half_day.id = mark.half_day_id'
        ' WHERE registration.session_id <> half_day.session_id AND %I.id = $1)', TG_ARGV[0]
    ) INTO is_of_two USING NEW.id;
    IF is_of_two THEN
        RAISE EXCEPTION 'trainings_attendance: the half-day is not of the session of the registration'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER trainings_attendance_is_of_one_session
    AFTER INSERT OR UPDATE OF registration_id, half_day_id ON trainings_attendance
    FOR EACH ROW EXECUTE FUNCTION trainings_attendance_is_of_one_session('mark');
CREATE TRIGGER trainings_attendance_is_of_one_session AFTER INSERT OR UPDATE OF session_id ON trainings_registration
    FOR EACH ROW EXECUTE FUNCTION trainings_attendance_is_of_one_session('registration');
CREATE TRIGGER trainings_attendance_is_of_one_session AFTER INSERT OR UPDATE OF session_id ON trainings_halfday
    FOR EACH ROW EXECUTE FUNCTION trainings_attendance_is_of_one_session('half_day');
"""
UNGUARD = """
DROP TRIGGER trainings_attendance_is_of_one_session ON trainings_attendance;
DROP TRIGGER trainings_attendance_is_of_one_session ON trainings_registration;
DROP TRIGGER trainings_attendance_is_of_one_session ON trainings_halfday;
DROP FUNCTION trainings_attendance_is_of_one_session;
"""


class Migration(migrations.Migration):
    """Whatever writes a mark, its half-day is of the session that the person signed up for.

    All three tables are guarded: an archive brings marks in before what they point at.
    """

    dependencies = [("trainings", "0005_attendance_and_certificates")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
