"""Out of a mail in one click, without signing in (RFC 8058)."""

import email.policy
import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from portal.accounts.models import User
from portal.database import context
from portal.notifications.models import ChosenPace
from portal.notifications.notices import notify
from portal.notifications.preferences import choose, paces_of
from portal.notifications.subjects import Pace
from portal.notifications.unsubscription import path_for
from portal.tenancy.models import Membership
from portal.tenancy.services import end_membership
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.factories import without_solicitations

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def strict():
    """A mail program: it has no cookie, and whoever answers checks for forgeries as in production."""

    return lambda host: GuardedClient(host, enforce_csrf_checks=True)


def way_out(member, subjects, *codes) -> str:
    return path_for(member("diane"), codes or ["seance"])


def test_the_header_arrives_whole_however_long(member, subjects):
    notify([member("diane")], subjects["seance"], title="Séance", url="/extranet/x/")
    raw = mail.outbox[0].message(policy=email.policy.SMTP).as_bytes().decode()
    [address] = re.findall(
        r"^List-Unsubscribe: <(http://pas-de-calais\.localhost:8000/desabonnement/\S+/)>\r$", raw, re.M
    )
    assert len(address) > 78  # which Python would fold into encoded words
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def test_a_mail_program_posts_once_or_many_times(member, subjects, strict):
    for _ in range(3):
        answer = strict(PDC_HOST).post(way_out(member, subjects), ONE_CLICK)
        assert answer.status_code == 200
    assert "Séances du comité" in answer.text
    assert paces_of(member("diane")) == {"seance": Pace.NEVER, "document": Pace.DAILY, "annuaire": Pace.WEEKLY}
    assert ChosenPace.objects.count() == 1
    notify([member("diane")], subjects["seance"], title="Séance", url="/extranet/x/")
    assert mail.outbox == []


def test_a_scanner_that_follows_links_changes_nothing(member, subjects, strict):
    page = strict(PDC_HOST).get(way_out(member, subjects))
    assert "Ne plus les recevoir" in page.text
    assert "Séances du comité" in page.text
    assert "diane" not in page.text.lower()  # whoever holds the link learns no name
    strict(PDC_HOST).post(way_out(member, subjects))
    assert not ChosenPace.objects.exists()


def test_the_button_of_the_page_does_it(member, subjects, pdc_client):
    address = way_out(member, subjects)
    page = pdc_client.get(address)
    assert f'name="{next(iter(ONE_CLICK))}" value="One-Click"' in page.text
    assert "C’est fait" in pdc_client.post(address, ONE_CLICK).text
    assert ChosenPace.objects.get().pace == Pace.NEVER


def test_a_digest_s_way_out_is_out_of_all_it_spoke_of(member, subjects, pdc_client):
    pdc_client.post(way_out(member, subjects, "document", "annuaire"), ONE_CLICK)
    paces = paces_of(member("diane"))
    assert (paces["seance"], paces["document"], paces["annuaire"]) == (Pace.AT_ONCE, Pace.NEVER, Pace.NEVER)


def test_one_s_way_out_is_nobody_else_s(member, subjects, pdc_client):
    choose(member("bob"), {"seance": Pace.DAILY})
    pdc_client.post(way_out(member, subjects), ONE_CLICK)
    assert paces_of(member("bob"))["seance"] == Pace.DAILY


@pytest.mark.parametrize("token", ["inconnu", "WzEsICJzZWFuY2UiXQ:1x:AAAA", ":", "é"])
def test_a_link_that_is_not_ours_is_not_found(token, pdc_client):
    assert pdc_client.get(f"/desabonnement/{token}/").status_code == 404
    assert pdc_client.post(f"/desabonnement/{token}/", ONE_CLICK).status_code == 404


def test_a_link_says_nothing_on_the_neighbour_s_host(member, subjects):
    address = way_out(member, subjects)
    assert GuardedClient(CASA_HOST).post(address, ONE_CLICK).status_code == 404
    assert GuardedClient(CASA_HOST).get(address).status_code == 404
    assert not ChosenPace.objects.exists()


def test_it_still_works_for_who_left(member, subjects, pdc_client):
    address = way_out(member, subjects)
    end_membership(without_solicitations(member("diane")), by=User.objects.get(email="gael@demo.example"))
    assert pdc_client.post(address, ONE_CLICK).status_code == 200


def test_what_opens_an_account_has_no_way_out(pdc, pdc_client):
    pdc_client.post("/compte/mot-de-passe/oublie/", {"email": "diane@demo.example"})
    EmailMessage("Invitation", "Un lien.", to=["nora@ccas.example"]).send()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "List-Unsubscribe" not in letter.message()


def test_the_neighbour_has_paces_of_its_own(member, subjects, pdc_client):
    fanny = member("fanny")
    pdc_client.post(path_for(fanny, ["seance"]), ONE_CLICK)
    with context.use(context.PLATFORM):
        elsewhere = Membership.objects.exclude(pk=fanny.pk).select_related("tenant").get(user=fanny.user)
    with context.use(elsewhere.tenant.context):
        assert paces_of(elsewhere)["seance"] == Pace.AT_ONCE
