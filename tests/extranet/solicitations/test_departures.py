"""What solicitations know of a professional is told to them; and what follows when they leave."""

import pytest
from django.db import transaction

from extranet.solicitations import services
from extranet.solicitations.models import Guest, JournalEntry, Solicitation, State
from portal.notifications.models import Mail
from portal.tenancy.services import end_membership
from tests.extranet.solicitations import making

pytestmark = pytest.mark.django_db


def test_who_leaves_takes_their_drafts_and_what_they_sent_stays(draft, diane, gael, alice):
    sent = making.send(making.draft(diane))
    already = set(Mail.objects.values_list("pk", flat=True))
    end_membership(diane, by=gael.user)
    assert not Solicitation.objects.filter(pk=draft.pk).exists()
    assert Solicitation.objects.get(pk=sent.pk).state == State.RECEIVED
    [mail] = Mail.objects.exclude(pk__in=already)
    assert mail.to == [alice.user.email]
    assert f"Sollicitation {sent.reference}" in mail.subject
    assert "Lens" not in f"{mail.subject} {mail.text}"


def test_an_answered_one_calls_nobody(received, diane, gael, alice):
    services.end(received, "resolue", by=alice)
    already = set(Mail.objects.values_list("pk", flat=True))
    end_membership(diane, by=gael.user)
    assert not Mail.objects.exclude(pk__in=already).exists()


def test_a_guest_who_leaves_is_a_guest_no_more(received, chloe, alice, gael):
    guest = Guest.objects.create(solicitation=received, membership=chloe, invited_by=alice)
    end_membership(chloe, by=gael.user)
    guest.refresh_from_db()
    assert guest.ended_at
    line = JournalEntry.objects.get(act="retrait")
    assert (line.by_name, line.detail, line.reference) == ("", "a quitté l’espace", received.reference)
    assert not Solicitation.objects.visible_to(chloe).exists()


def test_a_departure_that_is_refused_changes_nothing(draft, gael):
    making_of_gael = making.draft(gael)
    with pytest.raises(Exception, match="dernière personne"), transaction.atomic():
        end_membership(gael, by=None)
    assert Solicitation.objects.filter(pk=making_of_gael.pk).exists()


def test_a_partner_reads_all_that_is_kept_of_them(received, diane, alice, chloe, pdc_client):
    services.ask_to_complete(received, "Depuis quand ?", by=alice)
    Guest.objects.create(solicitation=received, membership=chloe, invited_by=alice)
    mine = pdc_client.login_as("diane").get("/extranet/mes-donnees/").text
    for words in ("Vos sollicitations", received.reference, "Deux refus en commission.", "a envoyé la sollicitation"):
        assert words in mine, words
    assert "Depuis quand" not in mine  # another wrote it
    assert "Depuis quand" in pdc_client.login_as("alice").get("/extranet/mes-donnees/").text
    assert received.reference in pdc_client.login_as("chloe").get("/extranet/mes-donnees/").text


def test_nobody_reads_what_is_kept_of_others(received, pdc_client):
    assert received.reference not in pdc_client.login_as("bob").get("/extranet/mes-donnees/").text
