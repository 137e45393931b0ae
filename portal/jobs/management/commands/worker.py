import logging
import time

from django.db import Error, connections
from django_tasks_db.management.commands import db_worker

from portal.database import context
from portal.jobs.workers import Life, Worker, new_name

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
        if options["reload"]:  # development: Django's reloader starts the worker itself
            with context.use(context.PLATFORM):
                return super().handle(**options)
        self.configure_logging(options["verbosity"])
        chosen = {name: options[name] for name in ("interval", "batch", "backend_name", "startup_delay", "max_tasks")}
        chosen["queue_names"] = options["queue_name"].split(",")
        chosen["excluded_queue_names"] = [name for name in options["exclude_queues"].split(",") if name]
        with context.use(context.PLATFORM):
            while self._lost_the_database(chosen):
                time.sleep(TRY_AGAIN_AFTER)
        return None

    def _lost_the_database(self, chosen: dict) -> bool:
        """Work until told to stop, or until the database goes; say whether it went.

        Under a new name each time: what the former one had begun is then seen to be nobody's.
        """
        name = new_name()
        worker = Worker(**chosen, worker_id=name)
        worker.configure_signals()
        try:
            with Life(name):
                worker.run()
        except Error:
            logger.exception("The database did not answer; trying again.")
            connections.close_all()
            return True
        return False
