"""« Mes sollicitations »: what waits for me first, completing, withdrawing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extranet.solicitations import mine, services
from extranet.solicitations.models import Guest, JournalEntry, Message, Solicitation, State
from extranet.solicitations.models.lists import EndReason, RefusalReason
from tests.extranet.solicitations import making
from tests.extranet.solicitations.asking_pages import HOME, browser, plain, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def is_open(open_module):
    pass


@pytest.fixture
def asked(received, alice) -> Solicitation:
    return services.ask_to_complete(received, "Quelle est l’échéance ?", by=alice)


def page_of(row: Solicitation, name: str) -> str:
    return f"{HOME}{row.reference}/{name}"


def test_the_list_is_empty_before_anything_is_asked(pdc, bob):
    Solicitation.objects.filter(asked_by=bob).update(asked_by=None)
    Guest.objects.filter(membership=bob).delete()
    text = plain(browser("bob").get(HOME))
    assert "Vous n’avez encore rien envoyé." in text and "Solliciter la plateforme" in text
    assert "Vos brouillons" not in text and "À compléter par vous" not in text


def test_what_waits_for_me_comes_first_then_drafts_then_what_is_under_way(asked, diane, alice):
    begun, going, over = (making.draft(diane) for _ in range(3))
    making.send(going)
    services.refuse(making.send(over), RefusalReason.KNOWN, by=alice)
    text = plain(browser("diane").get(HOME))
    assert text.index("À compléter par vous") < text.index(begun.reference) < text.index(going.reference)
    assert text.index(going.reference) < text.index(over.reference)
    assert "attendue de vous" in text and "attendue de la plateforme" in text and "refusée" in text


def test_nobody_s_list_has_another_s(received, draft):
    for name in ("bob", "gael", "alice"):
        text = plain(browser(name).get(HOME))
        assert received.reference not in text and draft.reference not in text, name


def test_whoever_was_invited_finds_it_until_the_invitation_ends(received, bob, alice):
    guest = Guest.objects.create(solicitation=received, membership=bob, invited_by=alice)
    text = plain(browser("bob").get(HOME))
    assert "Où vous êtes invité ou invitée" in text and received.reference in text
    guest.ended_at = timezone.now()
    guest.save()
    assert received.reference not in plain(browser("bob").get(HOME))


def test_the_list_is_paged_and_asks_as_much_for_thirty_as_for_one(diane, alice, received):
    client = browser("diane")

    def count() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        return len(queries)

    making.draft(diane)
    services.ask_to_complete(making.send(making.draft(diane)), "Quoi ?", by=alice)
    before = count()
    for n in range(29):
        row = making.draft(diane)
        if n % 3:
            making.send(row)
        if n % 3 == 2:
            services.ask_to_complete(row, "Quoi ?", by=alice)
    assert count() <= before
    assert "Page 1 sur 2" in plain(client.get(HOME)) and client.get(f"{HOME}?p=zz").status_code == 200
    assert "Page 2 sur 2" in plain(client.get(f"{HOME}?p=2"))


def test_who_coordinates_is_known(alice, diane):
    assert mine.coordinates(alice) and not mine.coordinates(diane)


# Completing ------------------------------------------------------------------------------------------------


def test_a_partner_answers_the_question_and_corrects_what_was_said(asked):
    client, address = browser("diane"), page_of(asked, "completer/")
    page = client.get(address)
    assert "Quelle est l’échéance ?" in plain(page).replace("\u202f", " ")
    assert "Deux refus en commission." in page.content.decode()
    assert client.post(address, whole(urgency="jours", ages=["26-59"])).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.urgency, asked.ages) == (State.RECEIVED, "jours", ["26-59"])
    assert asked.messages.last().text == "Voici ce qui manquait." and asked.commune_id == making.LENS
    acts = list(JournalEntry.objects.filter(reference=asked.reference).values_list("act", flat=True))
    assert acts.count("lecture") == 1 and "complement" in acts


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"text": ""}, "Répondez à ce qui est demandé."),
        ({"text": "Écrire à famille@exemple.fr"}, "famille@exemple.fr"),
        ({"hoped_text": "Au 06.12.34.56.78"}, "06.12.34.56.78"),
        ({"urgency": ""}, "Dites quand il faut une réponse."),
        ({"difficulties": ["expulsion"]}, "Dites où en est la procédure d’expulsion."),
    ],
)
def test_a_complement_that_says_too_little_or_too_much_changes_nothing(asked, others, said):
    answer = browser("diane").post(page_of(asked, "completer/"), whole(**others))
    assert answer.status_code == 422 and said in plain(answer)
    assert Solicitation.objects.get(pk=asked.pk).state == State.TO_COMPLETE
    assert not Message.objects.filter(solicitation=asked, kind=Message.Kind.COMPLETED).exists()


def test_where_nothing_is_asked_nothing_is_completed(received):
    client = browser("diane")
    assert "Rien n’est à compléter" in plain(client.get(page_of(received, "completer/"), follow=True))
    client.post(page_of(received, "completer/"), whole(hoped="avis"))
    assert Solicitation.objects.get(pk=received.pk).hoped == received.hoped


# Withdrawing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["received", "asked", "studied"])
def test_a_partner_withdraws_until_there_is_an_answer(request, state):
    row = request.getfixturevalue(state)
    assert "définitif" in plain(browser("diane").get(page_of(row, "retirer/")))
    browser("diane").post(page_of(row, "retirer/"), {"text": "Le ménage a trouvé."})
    row.refresh_from_db()
    assert (row.state, row.end_reason, row.answer_text) == (
        State.NO_FOLLOW_UP, EndReason.WITHDRAWN, "Le ménage a trouvé.",
    )  # fmt: skip


def test_what_has_its_answer_is_not_withdrawn(received, alice):
    services.refuse(received, RefusalReason.KNOWN, by=alice)
    answer = browser("diane").post(page_of(received, "retirer/"), follow=True)
    assert "déjà sa réponse" in plain(answer)
    assert Solicitation.objects.get(pk=received.pk).state == State.REFUSED


def test_a_reason_that_says_who_it_is_about_is_refused(received):
    answer = browser("diane").post(page_of(received, "retirer/"), {"text": "Appeler le 06 12 34 56 78"})
    assert answer.status_code == 422 and Solicitation.objects.get(pk=received.pk).state == State.RECEIVED


def test_an_invited_partner_reads_and_neither_completes_nor_withdraws(asked, bob):
    Guest.objects.create(solicitation=asked, membership=bob)
    for page in ("completer/", "retirer/"):
        assert browser("bob").get(page_of(asked, page)).status_code == 403
        assert browser("bob").post(page_of(asked, page), whole()).status_code == 403


def test_a_draft_is_deleted_rather_than_withdrawn(draft):
    assert browser("diane").get(page_of(draft, "retirer/")).status_code == 403
