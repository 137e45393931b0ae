import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo.loader import RefusedError, load_demo
from portal.tenancy.models import Tenant


class Command(BaseCommand):
    of_the_platform = True
    help = "Load the two demonstration tenants. Safe to run again; --if-empty leaves a loaded database alone."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=datetime.date.fromisoformat, default=None, help="YYYY-MM-DD")
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args, today, if_empty, **options):
        if if_empty and Tenant.objects.exists():
            return
        try:
            load_demo(today or timezone.localdate())
        except RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Demonstration loaded.")
