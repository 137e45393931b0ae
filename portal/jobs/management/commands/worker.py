import logging
import time

from django.db import Error, connections
from django_tasks_db.management.commands import db_worker

from portal.database import context

TRY_AGAIN_AFTER = 5  # seconds
logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    """The queue belongs to the platform; each task runs as whoever enqueued it (portal.jobs.backends)."""

    of_the_platform = True
    help = "Run the tasks of every queue as they come; any number of workers may run."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def handle(self, **options):
        with context.use(context.PLATFORM):
            while self._lost_the_database(options):
                time.sleep(TRY_AGAIN_AFTER)

    def _lost_the_database(self, options: dict) -> bool:
        """Work until told to stop, or until the database goes; say whether it went."""
        try:
            super().handle(**options)
        except Error:
            logger.exception("The database did not answer; trying again.")
            connections.close_all()
            return True
        return False
