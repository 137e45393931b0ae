"""What is printed of a solicitation: for the household, and for the partner's own file. Neither bears a name."""

import datetime
import io
import re

import pypdf
import pytest

from extranet.solicitations import services, setting_up
from extranet.solicitations.grounds import grounds_of
from extranet.solicitations.models import ImpactAssessment, JournalEntry, Solicitation
from extranet.solicitations.models.lists import RefusalReason
from portal.design.papers import BREAK_HERE
from tests.extranet.solicitations import making
from tests.portal.documents.making import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]
BLANK = "/extranet/solliciter/notice.pdf"


def notice(row: Solicitation) -> str:
    return f"/extranet/solliciter/{row.reference}/notice.pdf"


def slip(row: Solicitation) -> str:
    return f"/extranet/solliciter/{row.reference}/bordereau.pdf"


def read(answer) -> str:
    """Return what a PDF says, on one line; it is a whole one, tagged, in French, with its title."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    text = "".join(page.extract_text() + " " for page in pdf.pages)
    return re.sub(r"\s+", " ", text.replace(BREAK_HERE, ""))


def printed(row: Solicitation) -> list[str]:
    lines = JournalEntry.objects.filter(reference=row.reference, act=JournalEntry.Act.PRINTED)
    return list(lines.order_by("pk").values_list("detail", flat=True))


def test_the_blank_notice_says_who_answers_why_for_how_long_and_which_rights(diane, pdc, pdc_client):
    said, grounds = read(pdc_client.login_account(diane.user).get(BLANK)), grounds_of(pdc)
    for words in (
        "Votre nom n’est écrit nulle part", grounds.controller, grounds.basis.words.partition(",")[0],
        f"{grounds.months} mois après le dernier échange", "CNIL", "Vous pouvez dire non", "115", "3919",
    ):  # fmt: skip
        assert re.sub(r"\s+", " ", words) in said, words
    assert "S-" not in said
    assert not JournalEntry.objects.filter(act=JournalEntry.Act.PRINTED).exists()


def test_the_notice_of_a_solicitation_bears_its_reference_and_no_name(received, diane, pdc_client):
    said = read(pdc_client.login_account(diane.user).get(notice(received)))
    assert received.reference in said
    assert received.platform.title in said
    for person in (diane.user.first_name, "Alice"):
        assert person not in said
    assert "Deux refus" not in said
    assert printed(received) == ["notice"]


def test_the_slip_gives_the_reference_the_platform_and_a_box_to_fill_by_hand(received, diane, pdc_client):
    said = read(pdc_client.login_account(diane.user).get(slip(received)))
    for words in (received.reference, "Alice", "À remplir à la main. Ne pas renvoyer.", "À garder dans votre dossier"):
        assert words in said, words
    if received.platform.phone:
        assert re.sub(r"\s+", " ", received.platform.phone_display) in said
    assert printed(received) == ["bordereau"]


def test_each_print_is_a_line_of_the_journal(received, diane, pdc_client):
    client = pdc_client.login_account(diane.user)
    for page in (notice(received), slip(received), notice(received)):
        client.get(page)
    assert printed(received) == ["notice", "bordereau", "notice"]


def test_nobody_coordinates_and_the_slip_says_so(received, diane, pdc_client):
    received.platform.coordinations.all().delete()
    assert "personne n’est nommé" in read(pdc_client.login_account(diane.user).get(slip(received)))


def test_the_coordinator_prints_the_notice_and_not_the_slip(received, alice, pdc_client):
    client = pdc_client.login_account(alice.user)
    assert client.get(notice(received)).status_code == 200
    assert client.get(slip(received)).status_code == 403
    assert printed(received) == ["notice"]


@pytest.mark.parametrize("name", ["bob", "chloe", "gael"])
def test_who_may_not_read_it_gets_404(received, pdc_client, name):
    client = pdc_client.login_account(member(name).user)
    assert client.get(notice(received)).status_code == client.get(slip(received)).status_code == 404
    assert printed(received) == []


def test_a_visitor_is_asked_to_sign_in(received, pdc_client):
    for page in (BLANK, notice(received), slip(received)):
        assert pdc_client.get(page).status_code == 302


def test_another_tenant_that_takes_solicitations_in_knows_nothing_of_it(received, casa, casa_client):
    setting_up.record(
        ImpactAssessment(
            carried_out_on=making.today() - datetime.timedelta(days=9), carried_out_by="DPO", reference="AIPD 1",
            controller="CASA", legal_basis=ImpactAssessment.LegalBasis.PUBLIC_TASK,
        ),
        by=None,
    )  # fmt: skip
    setting_up.switch_on(casa, by=None)
    client = casa_client.login_account(member("ezra", "casa").user)
    assert client.get(BLANK).status_code == 200
    assert client.get(notice(received)).status_code == 404
    assert client.get(slip(received)).status_code == 404


def test_a_draft_has_a_notice_no_slip_and_leaves_no_trace(draft, diane, pdc_client):
    client = pdc_client.login_account(diane.user)
    assert draft.reference in read(client.get(notice(draft)))
    assert client.get(slip(draft)).status_code == 404
    assert printed(draft) == []


def test_an_answered_one_is_still_printed(received, diane, alice, pdc_client):
    services.refuse(received, RefusalReason.KNOWN, by=alice)
    assert received.reference in read(pdc_client.login_account(diane.user).get(slip(received)))


def test_a_print_asks_the_database_the_same_with_many_solicitations(
    received, diane, pdc_client, django_assert_max_num_queries
):
    client = pdc_client.login_account(diane.user)
    client.get(notice(received))
    for _ in range(5):
        making.send(making.draft(diane))
    with django_assert_max_num_queries(14):
        client.get(notice(received))


def test_nothing_is_printed_while_the_module_is_off(received, diane, pdc, pdc_client):
    pdc.modules = [each for each in pdc.modules if each != "sollicitations"]
    pdc.save(update_fields=["modules"])
    client = pdc_client.login_account(diane.user)
    for page in (BLANK, notice(received), slip(received)):
        assert client.get(page).status_code == 404
