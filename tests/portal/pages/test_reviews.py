"""What is overdue is in one list, in the week of whoever keeps it, once; « relu » puts it off by a period."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.figures.models import Figure
from home.glossary.models import Term
from portal.database import context
from portal.notifications.digests import send_digests
from portal.notifications.models import Notice
from portal.notifications.preferences import choose
from portal.notifications.subjects import Pace
from portal.pages import reviews
from portal.pages.rereading import REVIEWS, tell_staff
from portal.pages.reviews import item_of, waiting_rows
from portal.tenancy.models import Membership
from portal.tenancy.reviewed import months_after
from portal.territories.models import OtherBody, Platform
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
LIST = "/admin/a-relire/"
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()
MONDAY = TODAY - datetime.timedelta(days=TODAY.weekday())


@pytest.fixture(autouse=True)
def _nothing_overdue(pdc, casa):
    for tenant in (casa, pdc):
        with context.use(tenant.context):
            for model in (Figure, Term, Platform, OtherBody):
                model.objects.update(review_on=TODAY + 300 * DAY)


@pytest.fixture
def here(pdc):
    """The test asks as the Pas-de-Calais."""
    with context.use(pdc.context):
        yield pdc


def member(first_name, slug="pas-de-calais"):
    with context.use(context.PLATFORM):
        members = Membership.objects.select_related("user", "tenant")
        return members.get(user__email=f"{first_name}@demo.example", tenant__slug=slug)


def due(row, days=0):
    type(row).objects.filter(pk=row.pk).update(review_on=TODAY + days * DAY)
    return row


def names_in(page):
    return [link.text for link in BeautifulSoup(page.content, "html.parser").select("main td.title a")]


def waiting(first_name, slug="pas-de-calais"):
    rows = waiting_rows(member(first_name, slug))
    return None if rows is None else sorted((key, title) for _, key, title, _ in rows)


def client(first_name, host=PDC_HOST):
    return GuardedClient(host).login_as(first_name)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [((2026, 1, 31), 1, (2026, 2, 28)), ((2024, 2, 29), 12, (2025, 2, 28)), ((2026, 8, 31), 6, (2027, 2, 28)),
     ((2026, 12, 31), 12, (2027, 12, 31)), ((2026, 6, 15), 6, (2026, 12, 15)), ((2026, 11, 30), 1, (2026, 12, 30))],
)  # fmt: skip
def test_months_after_a_day_is_the_same_day_or_the_last(day, months, after):
    assert months_after(datetime.date(*day), months) == datetime.date(*after)


# The list ------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_overdue_and_what_soon_will_be(here):
    overdue, soon = due(Figure.objects.first(), -3), due(Term.objects.first(), 29)
    later = due(Term.objects.last(), 31)
    page = client("chloe").get(LIST)
    assert names_in(page) == [str(overdue), str(soon)]
    assert page.text.count("en retard") == 1
    assert page.text.count("bientôt") == 1
    assert str(later) not in names_in(page)


def test_what_has_no_date_is_never_asked_for(here):
    Figure.objects.update(review_on=None)
    assert names_in(client("chloe").get(LIST)) == []
    assert waiting("chloe") == []


def test_a_coordinator_finds_the_contacts_of_their_own_platforms_alone(here):
    due(Platform.objects.get(slug="lens-henin"))
    due(Platform.objects.get(slug="calaisis"))
    due(Figure.objects.first())
    assert names_in(client("alice").get(LIST)) == ["Lens-Hénin"]
    assert sorted(names_in(client("chloe").get(LIST)))[:2] == ["Calaisis", "Lens-Hénin"]


def test_the_link_leads_to_the_form(here):
    figure = due(Figure.objects.first())
    chloe = client("chloe")
    address = BeautifulSoup(chloe.get(LIST).content, "html.parser").select_one("td.title a")["href"]
    assert chloe.get(address).status_code == 200
    assert str(figure.pk) in address


def test_who_has_nothing_to_read_again_has_no_list(here):
    assert client("iris").get(LIST).status_code == 302
    assert LIST not in client("iris").get("/admin/").text
    assert LIST in client("chloe").get("/admin/").text
    assert client("bob").get(LIST).status_code == 403


def test_the_operator_sees_everything_of_the_tenant(here, casa):
    figure = due(Figure.objects.first())
    with context.use(casa.context):
        due(Figure.objects.first())
    assert names_in(client("olga").get(LIST)) == [str(figure)]


def test_the_list_is_flat_in_queries(here):
    chloe = client("chloe")

    def count():
        chloe.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            chloe.get(LIST)
        return len(queries)

    due(Term.objects.first())
    before = count()
    for n in range(30):
        Term.objects.create(term=f"Terme {n}", slug=f"terme-{n}", definition="…", review_on=TODAY)
    assert count() == before


# « Relu, rien à changer » --------------------------------------------------------------------------------


def test_what_was_read_again_is_asked_for_in_a_period_and_logged(here):
    figure, platform = due(Figure.objects.first(), -3), due(Platform.objects.get(slug="lens-henin"))
    chloe = client("chloe")
    for kind, row, months in (("figure", figure, 12), ("platform", platform, 6)):
        response = chloe.post(f"{LIST}{kind}/{row.pk}/relu/")
        assert response.status_code == 302
        row.refresh_from_db()
        assert row.review_on == months_after(TODAY, months)
    assert names_in(chloe.get(LIST)) == []
    logged = ModelLogEntry.objects.filter(action="pages.reread").order_by("label")
    assert {entry.user.email for entry in logged} == {"chloe@demo.example"}
    assert len(logged) == 2


def test_saying_it_needs_the_right_the_row_and_a_post(here, casa):
    lens, calaisis = (due(Platform.objects.get(slug=slug)) for slug in ("lens-henin", "calaisis"))
    figure = due(Figure.objects.first())
    with context.use(casa.context):
        theirs = due(Figure.objects.first())
    alice = client("alice")
    assert alice.post(f"{LIST}platform/{lens.pk}/relu/").status_code == 302
    assert alice.post(f"{LIST}platform/{calaisis.pk}/relu/").status_code == 404
    assert alice.post(f"{LIST}figure/{figure.pk}/relu/").status_code == 404
    gael = client("gael")
    assert gael.post(f"{LIST}figure/{theirs.pk}/relu/").status_code == 404
    assert gael.post(f"{LIST}inconnu/{figure.pk}/relu/").status_code == 404
    assert gael.get(f"{LIST}figure/{figure.pk}/relu/").status_code == 405
    for row in (calaisis, figure):
        row.refresh_from_db()
        assert row.review_on == TODAY


# What waits ----------------------------------------------------------------------------------------------


def test_only_what_is_overdue_waits_and_only_for_who_keeps_it(here):
    for row in Figure.objects.all()[:2]:
        due(row, -2)
    due(Platform.objects.get(slug="lens-henin"))
    due(Term.objects.first(), 1)
    assert waiting("chloe") == waiting("gael") == [("figure", "2"), ("platform", "1")]
    assert waiting("alice") == [("platform", "1")]
    assert waiting("iris") is None
    assert waiting("bob") is None


def test_a_line_says_how_many_since_when_and_where(here):
    for row, days in zip(Figure.objects.all()[:2], (-2, -9), strict=True):
        due(row, days)
    ((kind, key, title, at),) = waiting_rows(member("chloe"))
    assert kind == "relire"
    assert at.date() == TODAY - 9 * DAY
    item = item_of(key, title, at)
    assert (item.title, item.url) == ("2 chiffres clés à relire", f"{LIST}#figure-section")
    assert client("chloe").get(LIST).text.count('id="figure-section"') == 1


def test_what_waits_is_one_query_and_unites_with_others(here):
    due(Figure.objects.first())
    chloe = member("chloe")
    with CaptureQueriesContext(connection) as queries:
        rows = waiting_rows(chloe)
        assert len(list(rows.union(waiting_rows(chloe), all=True).order_by())) == 2
    assert len(queries) == 1


def test_two_models_of_one_name_are_refused(here):
    with pytest.raises(ValueError, match="figure"):
        fake = type("Fake", (), {"_meta": Figure._meta})
        reviews.reviewed(fake, label="x", title_field="title", edit_url_name="x", roles=[])


# The week ------------------------------------------------------------------------------------------------


def told():
    notices = Notice.objects.filter(subject=REVIEWS.code).select_related("membership__user")
    return {notice.membership.user.email.partition("@")[0]: notice.title for notice in notices}


def test_the_staff_are_told_once_a_week_of_what_is_overdue(here):
    due(Figure.objects.first(), -10)
    due(Platform.objects.get(slug="lens-henin"), -10)
    tell_staff(MONDAY)
    assert told() == {"alice": "Un contenu à relire", "chloe": "2 contenus à relire", "gael": "2 contenus à relire"}
    first = set(Notice.objects.values_list("pk", flat=True))
    for day in range(7):
        tell_staff(MONDAY + day * DAY)
    assert set(Notice.objects.values_list("pk", flat=True)) == first
    tell_staff(MONDAY + 7 * DAY)
    assert len(told()) == 3
    assert Notice.objects.filter(subject=REVIEWS.code).count() == 3
    assert not set(Notice.objects.values_list("pk", flat=True)) & first


def test_a_week_without_anything_overdue_is_quiet(here):
    tell_staff(MONDAY)
    assert told() == {}
    assert mail.outbox == []


def test_what_was_read_again_since_is_not_told_the_next_week(here):
    figure = due(Figure.objects.first(), -10)
    tell_staff(MONDAY)
    reviews.reread(reviews.KINDS["figure"], figure, by=member("chloe").user)
    tell_staff(MONDAY + 7 * DAY)
    assert told() == {}


def test_the_mail_says_what_and_leads_to_the_list(here):
    due(Figure.objects.first(), -10)
    choose(member("chloe"), {REVIEWS.code: Pace.AT_ONCE})
    tell_staff(MONDAY)
    (letter,) = mail.outbox
    assert letter.to == ["chloe@demo.example"]
    assert "1 chiffre clé" in letter.body
    assert LIST in letter.body
    Notice.objects.update(created_at=timezone.now() - 8 * DAY)
    send_digests()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["chloe@demo.example", "gael@demo.example"]


def test_each_tenant_tells_its_own(here, casa):
    with context.use(casa.context):
        due(Figure.objects.first(), -1)
        tell_staff(MONDAY)
        assert set(told()) == {"karim"}
    with context.use(here.context):
        tell_staff(MONDAY)
        assert told() == {}


def test_who_keeps_nothing_is_not_asked_for_its_pace(here):
    assert REVIEWS.concerns(member("chloe"))
    assert REVIEWS.concerns(member("alice"))
    assert not REVIEWS.concerns(member("iris"))
    assert not REVIEWS.concerns(member("bob"))


def test_the_contacts_of_a_platform_are_dated_in_its_form(here):
    page = client("gael").get(f"/admin/platform/edit/{Platform.objects.first().pk}/")
    assert 'name="review_on"' in page.text
    assert (
        client(  # the neighbour's administrator, in their own
            "karim", CASA_HOST
        )
        .get(LIST)
        .status_code
        == 200
    )
