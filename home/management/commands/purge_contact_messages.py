from django.core.management.base import BaseCommand

from home.models import ContactMessage


class Command(BaseCommand):
    of_the_platform = True
    help = "Delete the contact messages of every tenant whose time is over (KEPT_FOR). Run daily."

    def handle(self, *args, verbosity, **options):
        count, _ = ContactMessage.objects.expired().delete()
        if verbosity:
            self.stdout.write(f"{count} deleted.")
