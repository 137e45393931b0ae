"""Who is told of what happens to a request; and that no mail says anything of it but its reference."""

import pytest

from extranet.solicitations import guests, reminders, services
from extranet.solicitations.attention import item_of, waiting_rows
from extranet.solicitations.models import Solicitation
from extranet.solicitations.models.lists import EndReason, RefusalReason
from portal.notifications.attention import attention_of, waiting_for
from portal.notifications.models import ChosenPace, Mail, Notice
from portal.notifications.subjects import Pace
from portal.territories.models import Absence, Coordination
from tests.extranet.solicitations import making
from tests.extranet.solicitations.making_sheets import at, plan, subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_module")]


@pytest.fixture(autouse=True)
def _alone(open_module):
    """The mails of the demonstration are not looked at."""
    Mail.objects.all().delete()


def told(person, solicitation) -> list[str]:
    start = f"Sollicitation {solicitation.reference} : "
    mine = subjects(person)
    assert all(each.startswith(start) for each in mine)
    return [each.removeprefix(start) for each in mine]


def test_a_new_request_is_told_to_who_coordinates_its_platform(received, alice, bob, diane, gael):
    assert told(alice, received) == ["une nouvelle demande vous attend"]
    assert Mail.objects.count() == 1


def test_who_deputises_is_told_in_the_coordinator_s_place(draft, alice, gael):
    day = making.today()
    Absence.objects.create(coordinator=alice.user, deputy=gael.user, starts_on=day, ends_on=day)
    making.send(draft)
    assert (told(alice, draft), told(gael, draft)) == ([], ["une nouvelle demande vous attend"])


def test_where_nobody_coordinates_the_administration_is_told_at_once(draft, alice, gael):
    Coordination.objects.filter(user=alice.user).update(ended_on=making.today())
    making.send(draft)
    assert told(gael, draft) == ["personne ne coordonne la plateforme"]
    mail = Mail.objects.get()
    assert "Lens-Hénin" in mail.text and "/extranet/solliciter/" not in mail.text + mail.html
    assert "coordination" in mail.text


def test_the_partner_is_told_of_the_question_and_the_platform_of_the_answer(received, alice, diane):
    services.ask_to_complete(received, "Depuis quand ?", by=alice)
    assert told(diane, received) == ["un complément vous est demandé"]
    services.complete(Solicitation.objects.get(pk=received.pk), "Depuis mars.", by=diane)
    assert told(alice, received)[1:] == ["le complément est arrivé"]
    services.study(received, by=alice)
    assert told(diane, received)[1:] == ["la situation est étudiée"]


def test_a_message_is_told_to_all_who_read_but_its_author(received, alice, bob, diane, chloe):
    guests.invite(received, bob, by=alice)
    services.say(received, "Je passe jeudi.", by=bob)
    assert told(alice, received)[1:] == ["un message"]
    assert told(diane, received) == ["un message"]
    assert told(bob, received) == ["vous y êtes invité ou invitée"]
    assert told(chloe, received) == []


@pytest.mark.parametrize("answer", ["refuse", "redirect", "end"])
def test_an_answer_is_told_without_saying_which(received, alice, bob, diane, answer):
    guests.invite(received, bob, by=alice)
    {
        "refuse": lambda: services.refuse(received, RefusalReason.NOT_CONCERNED, by=alice),
        "redirect": lambda: services.redirect(received, "Point conseil budget", "Mairie de Lens", by=alice),
        "end": lambda: services.end(received, EndReason.DECLINED, by=alice),
    }[answer]()
    words = "close" if answer == "end" else "une réponse"
    assert told(diane, received) == [words]
    assert told(bob, received)[1:] == [words]
    assert len(told(alice, received)) == 1


def test_no_mail_holds_a_word_of_the_case(draft, alice, bob, diane, gael):
    """All that can be told, in one life: the reference is all that mails say."""
    draft.tried_text, draft.hoped_text = "TENTE-EN-VAIN", "ESPERE"
    services.save_draft(draft)
    row = making.send(draft)
    guests.invite(row, bob, by=alice)
    services.ask_to_complete(row, "QUESTION-POSEE", by=alice)
    row = Solicitation.objects.get(pk=row.pk)
    services.complete(row, "COMPLEMENT", by=diane)
    services.say(row, "MESSAGE-ECRIT", by=bob)
    plan(row, place="LIEU-DIT")
    services.study(row, by=alice)
    reminders.send(now=at(16))
    services.redirect(row, "SERVICE-NOMME", "CONTACT-DIT", "MOT-ECRIT", by=alice)
    mails = list(Mail.objects.all())
    assert len(mails) >= 14
    forbidden = [
        "TENTE", "ESPERE", "QUESTION-", "COMPLEMENT", "MESSAGE-", "LIEU-DIT", "SERVICE-", "CONTACT-", "MOT-ECRIT",
        row.commune.name + "<", "réorient", row.get_household_display(), row.get_situation_display(),
        "Association d’insertion",
    ]  # fmt: skip
    for mail in mails:
        files = b"".join(bytes(each.content) for each in mail.attachments.all()).decode()
        said = mail.subject + mail.text + mail.html + files
        assert row.reference in said
        assert not [each for each in forbidden if each in said], mail.subject


def test_each_is_told_at_the_pace_they_chose(received, alice, diane):
    ChosenPace.objects.create(membership=diane, subject="solicitations.mine", pace=Pace.DAILY)
    services.ask_to_complete(received, "Quoi ?", by=alice)
    assert told(diane, received) == []
    assert received.reference in Notice.objects.get(membership=diane).title


def test_the_dashboard_says_what_waits(received, alice, bob, diane, gael):
    assert [each.title for each in waiting_for(alice) if "ollicitation" in each.title] == [
        f"Sollicitation {received.reference} : votre réponse est attendue".replace(" :", "\N{NO-BREAK SPACE}:")
    ]
    making.send(making.draft(diane))
    [several] = [each for each in waiting_for(alice) if "ollicitation" in each.title]
    assert several.title.startswith("2 sollicitations") and several.url == "/extranet/solliciter/plateforme/"
    services.ask_to_complete(received, "Quoi ?", by=alice)
    [mine] = [each for each in attention_of(diane, at(-1)).waiting if "ollicitation" in each.title]
    assert "un complément vous est demandé" in mine.title and mine.url.endswith(f"{received.reference}/")
    for person in (bob, gael):
        assert not [each for each in waiting_for(person) if "ollicitation" in each.title]


def test_what_waits_is_asked_with_the_rows_of_the_others(received, alice, diane, django_assert_max_num_queries):
    alice.tenant, diane.tenant  # noqa: B018 (a request has read it)
    for person, parts in ((alice, 2), (diane, 1)):
        with django_assert_max_num_queries(0):
            assert len(waiting_rows(person)) == parts
    [first, second] = waiting_rows(alice)
    rows = list(first.union(second, all=True).order_by())
    assert [item_of(*row).at for row in rows] == [received.waiting_since]


def test_nothing_waits_while_the_module_is_off(received, alice, pdc):
    pdc.modules = []
    pdc.save(update_fields=["modules"])
    alice.tenant = pdc
    assert waiting_rows(alice) == []
