"""``make bench``: how long the finder, the import, the agenda and the walls take, as ratios to a yardstick of one run.

The yardstick is one exact look-up of a commune by its code: a round trip to PostgreSQL and one row. The public pages,
as a server answers them, have a bare view of Django for theirs; ``python -m tests.bench public`` measures them alone.
"""

import statistics
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from portal.database import context  # noqa: E402
from portal.demo.loader import load_demo  # noqa: E402
from portal.tenancy.models import Tenant  # noqa: E402
from portal.territories import finder, importing  # noqa: E402
from portal.territories.models import Commune, PlaceName  # noqa: E402
from tests import bench_agenda, bench_isolation, bench_public  # noqa: E402
from tests.conftest import TODAY, GuardedClient  # noqa: E402

ROUNDS = 30
QUESTIONS = ["Lens", "st omer", "62130", "Méricour", "Lille", "Hesdin", "zzzzzz"]


def milliseconds(act: Callable[[], object], rounds: int = ROUNDS, before: Callable[[], object] = bool) -> float:
    """Return the median time of ``act`` in milliseconds, after one round that does not count; ``before`` never does."""
    act()
    times = []
    for _ in range(rounds):
        before()
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def one_commune() -> Commune:
    return Commune.objects.defer("contour").get(pk="62498")


def report(name: str, value: float, yardstick: float) -> None:
    print(f"{name:<44} {value:8.1f} ms   {value / yardstick:8.1f} ×")  # noqa: T201


def measure() -> None:
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug="pas-de-calais")
    with context.use(tenant.context):
        yardstick = milliseconds(one_commune)
        report("yardstick: one commune by its code", yardstick, yardstick)
        for question in QUESTIONS:
            asked = milliseconds(lambda q=question: finder.find(q, tenant_id=tenant.pk))
            report(f"find « {question} »", asked, yardstick)
    client = GuardedClient("pas-de-calais.localhost")
    report("page of an answer", milliseconds(lambda: client.get("/trouver/62498-lens/")), yardstick)
    report("home page", milliseconds(lambda: client.get("/")), yardstick)
    with context.use(context.PLATFORM), transaction.atomic():
        read = milliseconds(lambda: importing.read_reference(importing.DATA), rounds=1)
        reference = importing.read_reference(importing.DATA)
        compare = milliseconds(lambda: importing.compare(reference), rounds=1)
        PlaceName.objects.all().delete()
        start = time.perf_counter()
        importing.apply(reference)
        rewrite = (time.perf_counter() - start) * 1000
        transaction.set_rollback(True)
    report("read the nation's files", read, yardstick)
    report("compare them with what is held", compare, yardstick)
    report("write every name again", rewrite, yardstick)


def main() -> None:
    with settings.EMBEDDED_POSTGRES.running(), context.use(context.PLATFORM):
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            load_demo(TODAY)
            with context.use(context.NOTHING):
                bench_public.measure()
                if "public" not in sys.argv[1:]:
                    measure()
                    bench_agenda.measure(milliseconds)
                    bench_isolation.measure(milliseconds, one_commune)
        finally:
            teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
