import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two people who write at once: the second is told."""

    dependencies = [('events', '0002_seats_are_never_oversold')]
    operations = [
        migrations.AddField(
            "event",
            "changed_at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modifié le"),
        )
    ]
