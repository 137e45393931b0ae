from django_tasks_db.management.commands import db_worker

from portal.database import context


class Command(db_worker.Command):
    """The queue belongs to the platform; each task runs as whoever enqueued it (portal.jobs.backends)."""

    help = "Run the tasks of every queue as they come; any number of workers may run."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*")

    def handle(self, **options):
        with context.use(context.PLATFORM):
            super().handle(**options)
