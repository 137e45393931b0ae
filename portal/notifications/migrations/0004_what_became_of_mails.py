from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The few mails that came back, and those that have not left, are found without reading all that did."""

    atomic = False
    dependencies = [("notifications", "0003_mails_that_come_back")]
    operations = [
        AddIndexConcurrently(
            "mail",
            models.Index(condition=models.Q(bounced_at__isnull=False), fields=["tenant"], name="mail_returned"),
        ),
        AddIndexConcurrently(
            "mail",
            models.Index(condition=models.Q(sent_at__isnull=True), fields=["next_attempt_at"], name="mail_unsent"),
        ),
    ]
