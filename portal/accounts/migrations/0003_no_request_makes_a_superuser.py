from django.db import migrations

RULE = """
CREATE FUNCTION accounts_no_request_makes_a_superuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'portal_app' THEN
        RAISE EXCEPTION 'Only the platform makes a superuser' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_request_makes_a_superuser BEFORE INSERT ON accounts_user
    FOR EACH ROW WHEN (NEW.is_superuser) EXECUTE FUNCTION accounts_no_request_makes_a_superuser();
CREATE TRIGGER no_request_raises_to_superuser BEFORE UPDATE ON accounts_user
    FOR EACH ROW WHEN (NEW.is_superuser AND NOT OLD.is_superuser)
    EXECUTE FUNCTION accounts_no_request_makes_a_superuser();
"""
UNDO = """
DROP TRIGGER no_request_makes_a_superuser ON accounts_user;
DROP TRIGGER no_request_raises_to_superuser ON accounts_user;
DROP FUNCTION accounts_no_request_makes_a_superuser();
"""


class Migration(migrations.Migration):
    """An account that passes every permission is made by the platform alone, whatever a form lets through."""

    dependencies = [("accounts", "0002_know_the_address_of_each_account")]
    operations = [migrations.RunSQL(RULE, UNDO)]
