from django.core.management.base import BaseCommand

from home.models import ContactMessage
from home.services import deliver


class Command(BaseCommand):
    of_the_platform = True
    help = "Hand the worker again every contact message that was not sent: a mail server was down, a worker stopped."

    def handle(self, *args, verbosity, **options):
        waiting = list(
            ContactMessage.objects.filter(sent_at=None).order_by("created_at").values_list("tenant_id", "pk")
        )
        for tenant_id, pk in waiting:
            deliver.enqueue(tenant_id, pk)
        if verbosity:
            self.stdout.write(f"{len(waiting)} handed over.")
