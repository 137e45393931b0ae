"""The sweep itself."""

import pytest

from tests.isolation.sweep.addresses import addresses_of
from tests.isolation.sweep.roles import STAFF, Walker, walkers
from tests.isolation.sweep.variants import reads, writes
from tests.isolation.sweep.walk import Walk
from tests.isolation.sweep.world import make_world

pytestmark = [
    pytest.mark.django_db,
    # Wagtail's notifications still open their mail connection the old way.
    pytest.mark.filterwarnings("ignore:get_connection:PendingDeprecationWarning"),
]


def test_try(settings, tmp_path):
    import time
    settings.MEDIA_ROOT = tmp_path
    t=time.perf_counter()
    own, other = make_world("pas-de-calais"), make_world("casa")
    print("world", time.perf_counter()-t)
    people = walkers(own, other)
    walk = Walk(own, other)
    print("ledger", time.perf_counter()-t, len(walk.ledger.theirs))
    addresses = addresses_of("portal.urls")
    import os
    for role, user in people.items():
        if os.environ.get("ROLES") and role not in os.environ["ROLES"].split(","): continue
        t=time.perf_counter(); n=walk.report.sent
        w=Walker(role, user, own.marks.host)
        for a in addresses:
            walk.run(w, reads(a, own, other, variants=role in STAFF))
        k=time.perf_counter(); m=walk.report.sent
        for a in addresses:
            walk.run(w, writes(a, own, other))
        print(role, m-n, k-t, walk.report.sent-m, time.perf_counter()-k)
    print(walk.report.sent, walk.report.seconds, walk.report.statuses)
    print(len(walk.report.leaks), len(walk.report.faults))
    open("/tmp/faults.txt","w").write(str(walk.report))
