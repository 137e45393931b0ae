from django.db import migrations


def remove_welcome(apps, schema_editor):
    """Remove the site and page that Wagtail makes for a first look: no host is served by default here."""
    apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).delete()
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=2, title="Welcome to your new Wagtail site!").delete()
    pages.filter(depth=1).update(numchild=pages.filter(depth=2).count())


class Migration(migrations.Migration):
    """Not undone on the way back: Wagtail's welcome page holds nothing."""

    dependencies = [("home", "0002_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(remove_welcome, migrations.RunPython.noop)]
