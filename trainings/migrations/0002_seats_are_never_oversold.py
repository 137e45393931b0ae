from django.db import migrations

from events.guards import guard


class Migration(migrations.Migration):
    """Whatever writes a seat or a capacity, what is taken and offered fits."""

    dependencies = [("trainings", "0001_trainings")]
    operations = [guard(holder="trainings_session", seats="trainings_registration", column="session_id")]
