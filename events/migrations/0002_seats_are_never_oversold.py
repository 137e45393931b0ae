from django.db import migrations

from events.guards import guard


class Migration(migrations.Migration):
    """Whatever writes a seat or a capacity, what is taken and offered fits."""

    dependencies = [("events", "0001_events")]
    operations = [guard(holder="events_occurrence", seats="events_signup", column="occurrence_id")]
