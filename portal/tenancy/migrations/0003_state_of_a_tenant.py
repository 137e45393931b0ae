from django.db import migrations, models

STATES = [("preparation", "en préparation"), ("ouvert", "ouvert"), ("maintenance", "fermé pour maintenance")]


def state(default: str) -> models.CharField:
    return models.CharField(choices=STATES, default=default, max_length=20, verbose_name="état")


class Migration(migrations.Migration):
    """Tenants that are there are open; a new one starts in preparation."""

    dependencies = [("tenancy", "0002_where_the_trees_of_a_tenant_stand")]
    operations = [
        migrations.AddField("tenant", "state", state("ouvert")),
        migrations.AlterField("tenant", "state", state("preparation")),
        migrations.AddField(
            "tenant",
            "deletion_due_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="suppression prévue le"),
        ),
    ]
