from django.db import migrations


def note_addresses(apps, schema_editor):
    """Give each account the confirmed address it was made with: a change of address starts from it."""
    addresses = apps.get_model("account", "EmailAddress").objects
    for user in apps.get_model("accounts", "User").objects.exclude(email=""):
        if not addresses.filter(user=user, verified=True).exists():
            addresses.update_or_create(
                user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
            )


class Migration(migrations.Migration):
    """Going back leaves the addresses: they hold nothing that the accounts do not."""

    dependencies = [("accounts", "0001_initial"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(note_addresses, migrations.RunPython.noop)]
