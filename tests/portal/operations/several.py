"""What the test of several machines puts into the installation, and what it finds there afterwards.

``python -m tests.portal.operations.several make|found``, with the environment of production; answers in JSON.
"""

import datetime
import json
import sys
from collections import Counter

import django
from django.apps import apps

SIGN_UPS, SEATS = 40, 25
TITLE, SLUG, PAGE = "Essai à plusieurs", "essai-a-plusieurs", "Parue pendant la panne"
PUBLISHED_AFTER = datetime.timedelta(seconds=12)


def make() -> dict:
    """Open a training, with members who are signed in, and a page that is published in a moment."""
    from portal.accounts.models import User
    from portal.jobs import scheduler
    from portal.jobs.models import PeriodicJob
    from portal.notifications.models import Mail
    from portal.tenancy.models import Membership
    from portal.tenancy.services import set_membership

    tenant = the_tenant()
    with as_platform():
        Mail.objects.all().delete()
        apps.get_model("django_tasks_database.DBTaskResult").objects.all().delete()
    with as_tenant(tenant):
        session, page = open_session(), schedule_a_page(tenant)
    cookies = {}
    for number in range(SIGN_UPS):
        email = f"essai.{number}@essai.example"
        with as_platform():
            user = User.objects.create_user(email, "un-mot-de-passe-long", first_name="Essai", last_name=f"N° {number}")
        with as_tenant(tenant):
            set_membership(user, tenant, [])
        cookies[email] = sign_in(user, tenant)
    with as_platform():
        assert Membership.objects.of(tenant.pk).filter(user__email__startswith="essai.").count() == SIGN_UPS
        scheduler.synchronise()
        now = django.utils.timezone.now()
        PeriodicJob.objects.update(next_run_at=now + datetime.timedelta(hours=2))
        PeriodicJob.objects.filter(name="pages.scheduled").update(next_run_at=now + PUBLISHED_AFTER)
        PeriodicJob.objects.filter(name="jobs.interrupted-tasks").update(next_run_at=now)
    return {"session": session.pk, "page": page.pk, "cookies": cookies}


def open_session():
    from django.utils import timezone

    from portal.organisations.models import Audience, Organisation
    from trainings import services
    from trainings.models import Training
    from trainings.services import HalfDayPlan

    audience = Audience.objects.create(reach=Audience.Reach.PROFESSIONALS)
    training = Training.objects.create(
        title=TITLE, slug=SLUG, hours=3, audience=audience, is_published=True, aims="- Essayer",
        institute=Organisation.objects.order_by("pk").first(),
    )  # fmt: skip
    start = timezone.now().replace(microsecond=0) + datetime.timedelta(days=40)
    plans = [HalfDayPlan(start, start + datetime.timedelta(hours=3))]
    return services.open_sign_up(services.schedule(training, plans, {"capacity": SEATS}))


def schedule_a_page(tenant):
    from django.utils import timezone

    from home.models import ContentPage

    at = timezone.now() + PUBLISHED_AFTER
    home = tenant.site.root_page
    page = home.add_child(instance=ContentPage(title=PAGE, slug="parue-pendant-la-panne", live=False, go_live_at=at))
    page.save_revision(approved_go_live_at=at).publish()
    return page


def sign_in(user, tenant) -> str:
    """Return the cookie of somebody who signed in on this tenant's host."""
    from django.conf import settings
    from django.test import Client

    from portal.tenancy.sessions import mark

    with as_tenant(tenant):
        client = Client()
        client.force_login(user, "portal.tenancy.backends.TenantModelBackend")
        session = client.session
        mark(session, tenant)
        session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def found() -> dict:
    """Return what became of everybody, in counts that can be compared."""
    from wagtail.models import Page, PageLogEntry

    from events.models.seats import State
    from portal.jobs.models import PeriodicJob
    from portal.notifications.models import Mail
    from trainings.models import Registration

    tasks = apps.get_model("django_tasks_database.DBTaskResult").objects
    with as_platform():
        rows = list(Registration.objects.filter(session__training__slug=SLUG).select_related("membership__user"))
        page = Page.objects.get(title=PAGE)
        mails = Mail.objects.filter(subject__contains=TITLE)
        return {
            "people": len({row.membership_id for row in rows}),
            "rows": len(rows),
            "taken": sum(row.state == State.TAKEN for row in rows),
            "waiting": sum(row.state == State.WAITING for row in rows),
            "mails": {mail.headers["Message-ID"]: mail.to[0] for mail in mails},
            "unsent": mails.filter(sent_at=None).count(),
            "tasks": dict(Counter(tasks.values_list("status", flat=True))),
            "failed": list(tasks.failed().values_list("task_path", "exception_class_path")),
            "is_published": page.live,
            "publications": PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count(),
            "jobs_failed": list(PeriodicJob.objects.exclude(last_error="").values_list("name", "last_error")),
        }


def the_tenant():
    from portal.tenancy.models import Tenant

    with as_platform():
        return Tenant.objects.select_related("site__root_page").get(slug="pas-de-calais")


def as_platform():
    from portal.database import context

    return context.use(context.PLATFORM)


def as_tenant(tenant):
    from portal.database import context

    return context.use(tenant.context)


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"make": make, "found": found}[sys.argv[1]]()))  # noqa: T201
