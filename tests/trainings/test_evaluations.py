"""What people think of a session: asked twice, answered from a mail without signing in, and tied to nobody."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models.seats import State
from portal.accounts.personal_data import about
from portal.notifications.models import Mail
from portal.tenancy.models import Module
from tests.conftest import GuardedClient
from trainings import evaluating
from trainings.evaluating import ClosedError, answer, due
from trainings.evaluation_keys import path_for
from trainings.models import Answered, Evaluation, Presence, Registration
from trainings.models.evaluations import When
from trainings.results import results_of

pytestmark = pytest.mark.django_db
SAID = {"overall": 4, "aims": 5, "pace": "juste", "useful": 3, "served": "Les cas pratiques.", "missed": ""}
POSTED = {name: str(value) for name, value in SAID.items()}
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def make_past(make_session, make_member):
    """``make_past(3)`` is a session that ended the day before yesterday, and the sign-ups of three people."""

    def make(count: int = 1, *, days: float = -2, training=None, presence=Presence.PRESENT):
        session = make_session(training, days=days, capacity=40)
        rows = [
            Registration.objects.create(session=session, membership=make_member(), state=State.TAKEN, presence=presence)
            for _ in range(count)
        ]
        Mail.objects.all().delete()
        return session, rows

    return make


def asked() -> list[str]:
    return [mail.to[0] for mail in Mail.objects.order_by("pk")]


def visitor() -> GuardedClient:
    return GuardedClient("pas-de-calais.localhost")


# Asking ---------------------------------------------------------------------------------------------------


def test_who_was_there_is_asked_once_reminded_once_and_no_more(make_past):
    session, [row] = make_past()
    asked_at = due(session, When.AT_ONCE)
    evaluating.send(now=asked_at - HOUR)
    assert asked() == []
    for _ in range(2):
        evaluating.send(now=asked_at)
    assert asked() == [row.membership.user.email]
    assert "/formations/avis/" in Mail.objects.get().text
    evaluating.send(now=asked_at + 6 * DAY)
    assert len(asked()) == 1
    for days in (7, 8, 20):
        evaluating.send(now=asked_at + days * DAY)
    assert len(asked()) == 2
    assert "Rappel" in Mail.objects.order_by("pk").last().subject


def test_two_months_later_the_other_questions_are_asked(make_past):
    session, [row] = make_past()
    evaluating.send(now=due(session, When.LATER))
    assert path_for(row, When.LATER).split(":")[0] in Mail.objects.get().text
    page = visitor().get(path_for(row, When.LATER))
    assert page.status_code == 410  # not yet: two months have not passed by the clock


def test_who_has_answered_is_not_reminded(make_past):
    session, [row, other] = make_past(2)
    asked_at = due(session, When.AT_ONCE)
    evaluating.send(now=asked_at)
    answer(row, When.AT_ONCE, SAID, is_signed=False)
    Mail.objects.all().delete()
    evaluating.send(now=asked_at + 7 * DAY)
    assert asked() == [other.membership.user.email]


def test_unknown_presence_counts_as_there_and_the_absent_are_left_alone(make_past):
    session, [unknown, partly, excused, absent] = make_past(4)
    for row, presence in ((unknown, ""), (partly, Presence.PARTLY), (excused, Presence.EXCUSED),
                          (absent, Presence.ABSENT)):  # fmt: skip
        Registration.objects.filter(pk=row.pk).update(presence=presence)
    evaluating.send(now=due(session, When.AT_ONCE))
    assert sorted(asked()) == sorted(row.membership.user.email for row in (unknown, partly))
    assert visitor().get(path_for(absent, When.AT_ONCE)).status_code == 410


def test_a_cancelled_session_asks_nobody(make_past):
    session, _ = make_past()
    session.state, session.reason = "annulee", "Grève."
    session.save()
    evaluating.send(now=due(session, When.AT_ONCE))
    assert asked() == []


def test_a_tenant_that_switched_trainings_off_asks_nobody(make_past, pdc):
    session, _ = make_past()
    pdc.modules = [each for each in pdc.modules if each != Module.TRAININGS]
    pdc.save()
    evaluating.send(now=due(session, When.AT_ONCE))
    assert asked() == []


# Answering ------------------------------------------------------------------------------------------------


def test_the_link_answers_without_signing_in_and_opening_it_changes_nothing(make_past):
    _, [row] = make_past()
    link, client = path_for(row, When.AT_ONCE), visitor()
    assert "Votre réponse est anonyme" in client.get(link).text.replace("\N{NO-BREAK SPACE}", " ")
    assert not Answered.objects.exists()
    refused = client.post(link, {"overall": "4"})
    assert refused.status_code == 422
    assert not Evaluation.objects.exists()
    assert "Merci" in client.post(link, POSTED, follow=True).text
    assert client.get(link).status_code == client.post(link, POSTED).status_code == 410
    assert Evaluation.objects.count() == 1


def test_a_second_answer_is_refused_whatever_asks(make_past):
    _, [row] = make_past()
    answer(row, When.AT_ONCE, SAID, is_signed=False)
    with pytest.raises(ClosedError):
        answer(row, When.AT_ONCE, SAID, is_signed=True)
    assert Evaluation.objects.count() == 1


def test_a_link_for_somebody_else_is_not_made_from_one_s_own(make_past):
    _, [own, other] = make_past(2)
    mine, theirs = (path_for(row, When.AT_ONCE).strip("/").split("/")[-1] for row in (own, other))
    forged = ":".join([theirs.split(":")[0], *mine.split(":")[1:]])
    link = f"/formations/avis/{forged}/"
    assert visitor().get(link).status_code == visitor().post(link, POSTED).status_code == 410
    assert not Answered.objects.exists()


def test_the_link_is_closed_a_month_after_the_reminder(make_past):
    session, [row] = make_past(days=-42)  # asked the day after, recalled seven days later, closed thirty later
    assert visitor().get(path_for(row, When.AT_ONCE)).status_code == 410
    last = due(session, When.AT_ONCE) + evaluating.OPEN_FOR
    with pytest.raises(ClosedError):
        answer(row, When.AT_ONCE, SAID, is_signed=False, now=last)
    answer(row, When.AT_ONCE, SAID, is_signed=False, now=last - HOUR)


@pytest.mark.parametrize("token", ["inconnu", "WzEsImFfY2hhdWQiXQ:1abc:faux"])
def test_a_link_that_is_not_ours_opens_nothing(pdc, token):
    assert visitor().get(f"/formations/avis/{token}/").status_code == 410


def test_a_link_opens_nothing_on_the_neighbour_s_host(make_past, casa_client):
    _, [row] = make_past()
    assert casa_client.get(path_for(row, When.AT_ONCE)).status_code == 410


def test_nothing_in_an_answer_leads_to_who_wrote_it(make_past):
    _, rows = make_past(4)
    for row in rows:
        answer(row, When.AT_ONCE, SAID | {"served": f"{row.pk}"}, is_signed=False)
    people = {field.name for field in Evaluation._meta.fields if field.is_relation} - {"tenant", "session"}
    assert people == {"signed_by"}
    assert set(Evaluation.objects.values_list("signed_by", flat=True)) == {None}
    assert {type(field).__name__ for field in Answered._meta.fields} == {"UUIDField", "CharField", "ForeignKey"}
    assert Evaluation._meta.get_field("answered_on").get_internal_type() == "DateField"


def test_at_night_no_place_and_no_transaction_pairs_the_tables(make_past):
    _, rows = make_past(12)
    for row in rows:
        answer(row, When.AT_ONCE, SAID | {"served": str(row.pk)}, is_signed=False)
    in_order = [str(row.pk) for row in rows]
    assert lying() == in_order
    evaluating.shuffle(now=timezone.now())
    assert lying() == in_order  # those of the day wait for the night: more of them will come
    evaluating.shuffle(now=timezone.now() + DAY)
    assert sorted(lying()) == sorted(in_order)
    assert lying() == [str(row) for row in Evaluation.objects.order_by("pk").values_list("served", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM trainings_evaluation")
        assert cursor.fetchone() == (1,)


def lying() -> list[str]:
    """Return what was written, in the order in which it lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT served FROM trainings_evaluation ORDER BY ctid")
        return [served for (served,) in cursor.fetchall()]


def test_who_signs_reads_it_in_their_data_and_who_does_not_reads_that_they_answered(make_past):
    _, [signed, anonymous] = make_past(2)
    answer(signed, When.AT_ONCE, SAID, is_signed=True)
    answer(anonymous, When.AT_ONCE, SAID | {"served": "Secret."}, is_signed=False)

    def told(row):
        return str([each.rows for each in about(row.membership.user) if each.title.startswith("Vos évaluations")])

    assert "Les cas pratiques." in told(signed)
    assert "Vous avez répondu" in told(anonymous)
    assert "Secret." not in told(anonymous)


def test_answers_are_erased_three_years_after(make_past):
    session, [row] = make_past()
    answer(row, When.AT_ONCE, SAID, is_signed=False)
    evaluating.forget(now=session.ends_at + 3 * 365 * DAY - DAY)
    assert Evaluation.objects.exists()
    evaluating.forget(now=session.ends_at + 3 * 365 * DAY + DAY)
    assert not Evaluation.objects.exists()


# Results --------------------------------------------------------------------------------------------------


def test_nothing_is_shown_under_three_answers(make_past, pdc_client):
    session, rows = make_past(3)
    client = pdc_client.login_as("alice")
    address = f"/extranet/gestion/formations/{session.pk}/avis/"
    for row in rows[:2]:
        answer(row, When.AT_ONCE, SAID, is_signed=True)
    page = client.get(address).text
    assert "Les cas pratiques." not in page
    assert "Moins de trois réponses" in page
    answer(rows[2], When.AT_ONCE, SAID | {"overall": 1}, is_signed=False)
    page = client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("Les cas pratiques.") == 3
    assert page.count("Signé :") == 2
    assert "3 sur 5" in page


def test_a_training_does_not_tell_the_session_that_is_too_small(make_past, make_training):
    training = make_training()
    (large, many), (small, few) = make_past(4, training=training), make_past(2, training=training, days=-9)
    for row in many:
        answer(row, When.AT_ONCE, SAID, is_signed=False)
    for row in few:
        answer(row, When.AT_ONCE, SAID | {"overall": 1, "served": "Trop petit."}, is_signed=False)
    [at_once, _] = results_of([large, small])
    assert at_once.count == 4
    assert "Trop petit." not in str(at_once.texts)
    _, [one] = make_past(1, training=training, days=-5)
    answer(one, When.AT_ONCE, SAID, is_signed=False)
    [at_once, _] = results_of([large, small, one.session])
    assert at_once.count == 7


def test_only_those_whose_two_months_have_passed_were_asked_the_second_time(make_past, make_training):
    training = make_training()
    (old, _), (new, _) = make_past(3, training=training, days=-70), make_past(2, training=training, days=-9)
    at_once, later = results_of([old, new])
    assert (at_once.asked, later.asked) == (5, 3)


def test_answers_that_no_night_mixed_are_mixed_weeks_later(make_past):
    _, rows = make_past(8, days=-20)
    for row in rows:
        answer(row, When.AT_ONCE, SAID | {"served": str(row.pk)}, is_signed=False)
    Evaluation.objects.update(answered_on=timezone.localdate() - 20 * DAY)
    evaluating.shuffle()
    assert lying() == [str(row) for row in Evaluation.objects.order_by("pk").values_list("served", flat=True)]
    assert lying() != [str(row.pk) for row in rows]


def test_the_trainer_reads_their_session_and_nobody_else_s(make_past, pdc_client):
    (session, _), (other, _) = make_past(1), make_past(1)
    bob = pdc_client.login_as("bob")
    assert bob.get(f"/extranet/gestion/formations/{session.pk}/avis/").status_code == 403
    session.half_days.update(trainer=session.tenant.memberships.get(user__email="bob@demo.example"))
    assert bob.get(f"/extranet/gestion/formations/{session.pk}/avis/").status_code == 200
    assert bob.get(f"/extranet/gestion/formations/{other.pk}/avis/").status_code == 404
    assert bob.get(f"/extranet/gestion/formations/avis/{session.training.slug}/").status_code == 200
    assert bob.get(f"/extranet/gestion/formations/avis/{other.training.slug}/").status_code == 404


def test_results_ask_as_much_for_one_session_as_for_ten(make_past, make_training, pdc_client):
    training, client, counts = make_training(), pdc_client.login_as("alice"), []
    client.get(f"/extranet/gestion/formations/avis/{training.slug}/")
    for number in (1, 9):
        for n in range(number):
            for row in make_past(3, training=training, days=-2 - n - number)[1]:
                answer(row, When.AT_ONCE, SAID, is_signed=True)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/extranet/gestion/formations/avis/{training.slug}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
