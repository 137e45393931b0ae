import datetime
import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils.timezone import localtime

from portal.database import context
from portal.jobs import scheduler
from portal.jobs.models import PeriodicJob
from portal.jobs.registry import JOBS

LOOK_EVERY = 15  # seconds
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    of_the_platform = True
    help = "Run the periodic jobs when their time comes; several schedulers may run, each job is run once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run what is due, then stop")
        parser.add_argument("--now", choices=sorted(JOBS), metavar="NAME", help="run this job at once, then stop")
        parser.add_argument("--list", action="store_true", help="show the jobs, then stop")

    def handle(self, *args, once, now, list, **options):
        with context.use(context.PLATFORM):
            if list:
                self._list()
            elif now:
                self._run_now(now)
            elif once:
                scheduler.run_due()
            else:
                self._loop()

    def _loop(self) -> None:
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                close_old_connections()
                scheduler.run_due()
            except Error:
                logger.exception("The database did not answer; trying again.")
            stopped.wait(LOOK_EVERY)

    def _run_now(self, name: str) -> None:
        scheduler.synchronise()
        if not scheduler.run(JOBS[name], even_if_early=True):
            raise CommandError(f"« {name} » is being run by another scheduler.")
        if error := PeriodicJob.objects.get(name=name).last_error:
            raise CommandError(error)

    def _list(self) -> None:
        scheduler.synchronise()
        for row in PeriodicJob.objects.all():
            state = f"failed {row.failures} times: {row.last_error}" if row.failures else "well"
            last = f"{_clock(row.last_finished_at)}, {state}" if row.last_finished_at else "never"
            self.stdout.write(f"{row.name:<28} next {_clock(row.next_run_at)} · last {last} · {JOBS[row.name].label}")


def _clock(moment: datetime.datetime) -> str:
    return f"{localtime(moment):%d/%m %H:%M}"
