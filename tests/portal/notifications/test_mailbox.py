"""The demonstration's mailbox shows a tenant its own mails; production has no such address."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMessage

from portal.database import context
from portal.notifications.models import Mail
from portal.tenancy.models import Tenant
from tests.portal.test_production import ENVIRONMENT

pytestmark = pytest.mark.django_db
BOX = "/boite-aux-lettres/"
ROOT = Path(__file__).parents[3]


def write(tenant_slug="pas-de-calais", **fields):
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.get(slug=tenant_slug)
    with context.use(tenant.context):
        EmailMessage(**{"subject": "Bonjour", "body": "Un mot.", "to": ["nora@ccas.example"]} | fields).send()
        return Mail.objects.order_by("pk").last()


def test_an_empty_box_says_how_to_fill_it(pdc_client):
    page = pdc_client.get(BOX)
    assert "Aucun courriel pour l’instant" in page.text
    assert "/contact/" in page.text


def test_the_box_says_that_it_is_the_demonstration_s(pdc_client):
    assert "n’existe que dans la démonstration" in pdc_client.get(BOX).text
    assert "noindex" in pdc_client.get(BOX).text


def test_a_mail_is_listed_and_its_links_can_be_followed(pdc_client):
    kept = write(body="Suivez http://pas-de-calais.localhost:8000/compte/ <b>ici</b>")
    listed = BeautifulSoup(pdc_client.get(BOX).content, "html.parser")
    assert listed.find("a", href=f"{BOX}{kept.pk}/").text == "[Pas-de-Calais] Bonjour"
    page = pdc_client.get(f"{BOX}{kept.pk}/")
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.find("a", href="http://pas-de-calais.localhost:8000/compte/")
    assert "&lt;b&gt;ici" in page.text
    assert "Département du Pas-de-Calais &lt;ne-pas-repondre@localhost&gt;" in page.text
    assert "Envoyé" in page.text


def test_a_refused_mail_says_so(pdc_client, mail_server_down):
    kept = write()
    assert "Refusé, nouvel essai prévu" in pdc_client.get(BOX).text
    assert "ConnectionRefusedError" in pdc_client.get(f"{BOX}{kept.pk}/").text


def test_a_formatted_mail_is_shown_in_a_frame_that_runs_nothing(pdc_client):
    kept = write()
    html = '<style>h1 { color: red }</style><h1 onclick="x()">Séance</h1><script>alert(1)</script>'
    with context.use(context.PLATFORM):
        Mail.objects.filter(pk=kept.pk).update(html=html)
    page = pdc_client.get(f"{BOX}{kept.pk}/")
    frame = BeautifulSoup(page.content, "html.parser").find("iframe")
    assert frame["srcdoc"] == html
    assert "allow-scripts" not in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in pdc_client.get(BOX)["Content-Security-Policy"]
    assert "Un mot." in page.text


def test_the_neighbour_s_mails_are_neither_listed_nor_shown(pdc_client):
    kept = write("casa", subject="Secret de la voisine")
    assert "Secret" not in pdc_client.get(BOX).text
    assert pdc_client.get(f"{BOX}{kept.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_whatever_it_holds(count, pdc_client, django_assert_max_num_queries):
    for _ in range(count):
        write()
    pdc_client.get(BOX)
    with django_assert_max_num_queries(6):
        pdc_client.get(BOX)


def test_production_has_no_mailbox():
    program = (
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, resolve, reverse\n"
        f"print(resolve('{BOX}').url_name, resolve('/sante/').url_name)\n"
        "try: print(reverse('mailbox'))\n"
        "except NoReverseMatch: print('nowhere')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | ENVIRONMENT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["wagtail_serve", "health", "nowhere"]
