from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('console', '0001_deletions'),
    ]

    operations = [
        migrations.AddField(
            model_name='deletion',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='motif'),
        ),
    ]
