from django.db import migrations


def say_that_they_left(apps, schema_editor):
    """A message that was handed to the mail server before it had a state has left."""
    apps.get_model("home", "ContactMessage").objects.exclude(sent_at=None).update(state="transmis")


class Migration(migrations.Migration):
    dependencies = [("home", "0006_messages_by_subject")]
    operations = [migrations.RunPython(say_that_they_left, migrations.RunPython.noop)]
