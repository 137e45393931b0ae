"""``python -m tests.bench_load.fill TENANTS``: fill the database of DATABASE_URL up to so many tenants."""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402

from portal.database.direct import connect_directly  # noqa: E402
from tests.bench_load.seed import seed  # noqa: E402
from tests.bench_load.sizes import Size  # noqa: E402

if __name__ == "__main__":
    connect_directly(settings.DATABASES)  # no statement here is cut off after the seconds of a web process
    seed(Size(int(sys.argv[1])))
