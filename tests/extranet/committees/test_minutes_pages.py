"""The pages of minutes: who reads what, writing without loss, each step, what everybody may read."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from extranet.committees import minutes as verbs
from extranet.committees import papers
from extranet.committees.models import Comment, Mandate, Meeting, Minutes
from portal.database import context
from portal.documents.models import Reading
from portal.organisations.models import Audience
from portal.tenancy.models import Tenant
from tests.conftest import PDC_HOST, GuardedClient
from tests.extranet.committees.making_minutes import (
    make_committee,
    make_meeting,
    make_minutes,
    open_module,
    passage_of,
    present,
    seat,
)
from tests.portal.documents.files import kept, pdf
from tests.portal.documents.making import member

STATES = ["brouillon", "relecture", "approuve", "publie"]
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def meeting(pdc):
    """Bob was there; diane sits and was not; chloe sat until before it."""
    open_module(pdc)
    committee = make_committee()
    meeting = make_meeting(committee)
    present(meeting, seat(committee, member("bob")))
    seat(committee, member("diane"), "Autre bailleur (exemple)")
    gone = timezone.localdate() - datetime.timedelta(days=30)
    seat(committee, member("chloe"), "Ancien bailleur (exemple)", ended_on=gone)
    return meeting


def browser(person: str) -> GuardedClient:
    return GuardedClient(PDC_HOST).login_as(person)


def address(meeting: Meeting, name: str = "minutes", *arguments: int) -> str:
    return reverse(name, args=[meeting.pk, *arguments])


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_its_readers(meeting, state):
    make_minutes(meeting, state=state)
    opens = {person: browser(person).get(address(meeting)).status_code for person in ("alice", "bob", "diane", "chloe")}
    was_there, sits = (state != "brouillon"), (state == "publie")
    assert opens == {"alice": 200, "bob": 200 if was_there else 404, "diane": 200 if sits else 404, "chloe": 404}
    assert browser("gael").get(address(meeting)).status_code == 200


def test_a_former_member_reads_what_was_published_of_their_time_and_no_more(meeting):
    old = make_meeting(meeting.committee, -60)
    make_minutes(old, state="publie")
    assert browser("chloe").get(address(old)).status_code == 200
    assert browser("chloe").get(address(old, "minutes_pdf")).status_code == 200


@pytest.mark.parametrize("name", ["minutes", "minutes_pdf", "minutes_write", "minutes_publish", "minutes_extract"])
def test_nobody_else_knows_of_minutes(meeting, name, casa_client):
    make_minutes(meeting, state="publie")
    outsider = make_meeting(make_committee("Un autre comité"), -4)
    make_minutes(outsider, state="publie")
    assert browser("bob").get(address(outsider, name)).status_code == 404
    assert casa_client.login_as("ezra").get(address(meeting, name)).status_code == 404
    visitor = GuardedClient(PDC_HOST).get(address(meeting, name))
    assert visitor.status_code == 302 and "/compte/connexion/" in visitor["Location"]


def test_without_the_module_nothing_is_there(meeting, pdc):
    minutes = make_minutes(meeting, state="publie")
    verbs.choose_extract(minutes, [passage_of(minutes)], by=member("alice"))
    Tenant.objects.filter(pk=pdc.pk).update(modules=[])
    assert browser("alice").get(address(meeting)).status_code == 404
    assert GuardedClient(PDC_HOST).get(reverse("minutes_extract_page", args=[minutes.pk])).status_code == 404


def test_who_does_not_keep_the_committee_changes_nothing(meeting):
    minutes = make_minutes(meeting, state="relecture")
    bob, passage = browser("bob"), passage_of(minutes)
    for name in ("minutes_take_back", "minutes_approve", "minutes_publish", "minutes_erratum", "minutes_extract"):
        assert bob.get(address(meeting, name)).status_code == 403
        assert bob.post(address(meeting, name)).status_code == 403
    assert bob.post(address(meeting, "minutes_save", passage.pk), {"text": "À moi", "version": 1}).status_code == 403
    assert bob.get(address(meeting, "minutes_history", passage.pk)).status_code == 403
    minutes.refresh_from_db()
    assert minutes.state == "relecture"


def test_the_secretary_begins_and_writes_beside_the_agenda(meeting):
    alice = browser("alice")
    assert "Commencer le compte rendu" in text_of(alice.get(address(meeting)))
    assert browser("bob").get(address(meeting)).status_code == 404
    assert browser("bob").post(address(meeting, "minutes_begin")).status_code == 403
    page = alice.post(address(meeting, "minutes_begin"), follow=True)
    assert page.redirect_chain[-1][0] == address(meeting, "minutes_write")
    assert text_of(page).count("<textarea") == 4
    passage = passage_of(Minutes.objects.get())
    alice.post(address(meeting, "minutes_save", passage.pk), {"text": "Un.\r\n\r\nDeux.", "version": 0})
    read = text_of(alice.get(address(meeting)))
    assert "<p>Un.</p>" in read and "<p>Deux.</p>" in read


def test_what_is_typed_is_never_markup(meeting):
    minutes = make_minutes(meeting, text="<script>alert(1)</script>")
    read = text_of(browser("alice").get(address(meeting)))
    assert "<script>alert" not in read and "&lt;script&gt;alert(1)" in read
    assert "<script>alert" not in text_of(browser("alice").get(address(meeting, "minutes_write")))
    history = address(meeting, "minutes_history", passage_of(minutes).pk)
    assert "<script>alert" not in text_of(browser("alice").get(history))


def test_a_stale_save_without_scripts_shows_both_texts(meeting):
    passage = passage_of(make_minutes(meeting))
    verbs.write(passage, "Le texte d’Alice.", read_version=1, by=member("alice"))
    gael, save = browser("gael"), address(meeting, "minutes_save", passage.pk)
    both = gael.post(save, {"text": "Le texte de Gaël.", "version": 1})
    assert both.status_code == 409
    assert "Le texte d’Alice." in text_of(both) and "Le texte de Gaël." in text_of(both)
    assert "Garder le mien" in text_of(both) and "Reprendre l’autre texte" in text_of(both)
    assert '<input type="hidden" name="version" value="2">' in text_of(both)
    passage.refresh_from_db()
    assert passage.text == "Le texte d’Alice."
    gael.post(save, {"text": "Le texte de Gaël.", "version": 2})
    told = [revision.text for revision in passage.revisions.all()]
    assert told[:2] == ["Le texte de Gaël.", "Le texte d’Alice."]


def test_the_script_is_answered_in_json(meeting):
    passage = passage_of(make_minutes(meeting))
    alice, save = browser("alice"), address(meeting, "minutes_save", passage.pk)
    done = alice.post(save, {"text": "Un.", "version": 1}, headers=SCRIPT)
    assert (done.status_code, done.json()["version"]) == (200, 2)
    assert done.json()["said"].startswith("Enregistré à")
    stale = alice.post(save, {"text": "Deux.", "version": 1}, headers=SCRIPT)
    assert (stale.status_code, stale.json()["text"], stale.json()["version"]) == (409, "Un.", 2)
    for version in ("", "-1", "x", "9" * 30):
        assert alice.post(save, {"text": "Trois.", "version": version}, headers=SCRIPT).status_code == 422
    verbs.open_rereading(passage.minutes, days=5, by=member("alice"))
    closed = alice.post(save, {"text": "Trois.", "version": 2}, headers=SCRIPT)
    assert closed.status_code == 422 and "brouillon" in closed.json()["why"]


def test_what_is_too_long_comes_back_with_its_error_and_loses_nothing(meeting):
    passage = passage_of(make_minutes(meeting))
    sent = browser("alice").post(address(meeting, "minutes_save", passage.pk), {"text": "a" * 20_001, "version": 1})
    assert sent.status_code == 422
    assert "a" * 20_001 in text_of(sent) and 'aria-invalid="true"' in text_of(sent)


def test_who_was_there_remarks_and_the_secretary_answers(meeting):
    minutes = make_minutes(meeting, state="relecture")
    passage, bob, alice = passage_of(minutes), browser("bob"), browser("alice")
    send = address(meeting, "minutes_comment", passage.pk)
    assert bob.post(send, {f"p{passage.pk}-text": ""}).status_code == 422
    assert bob.post(send, {f"p{passage.pk}-text": "Ce n’est pas cela."}).status_code == 302
    assert browser("diane").post(send, {f"p{passage.pk}-text": "Moi aussi."}).status_code == 404
    remark = Comment.objects.get()
    shown = text_of(alice.get(address(meeting)))
    assert "Ce n’est pas cela." in shown and "1 remarque en attente" in shown
    answer = {f"r{remark.pk}-answer": "C’est corrigé."}
    assert bob.post(address(meeting, "minutes_resolve", remark.pk), answer).status_code == 403
    alice.post(address(meeting, "minutes_resolve", remark.pk), answer)
    assert "C’est corrigé." in text_of(bob.get(address(meeting)))


def test_remarks_are_not_published(meeting):
    minutes = make_minutes(meeting, state="relecture")
    remark = verbs.comment(passage_of(minutes), "Entre nous.", by=member("bob"))
    verbs.resolve(remark, "Entre nous aussi.", by=member("alice"))
    verbs.approve(minutes, meeting=make_meeting(meeting.committee, -1), by=member("alice"))
    verbs.publish(minutes, by=member("alice"))
    assert "Entre nous" not in text_of(browser("diane").get(address(meeting)))


def test_the_whole_way_from_the_pages(meeting):
    make_minutes(meeting)
    later, alice = make_meeting(meeting.committee, -1), browser("alice")
    assert alice.post(address(meeting, "minutes_reread"), {"days": 0}).status_code == 422
    ways = [
        ("minutes_reread", {"days": 10}, "relecture"), ("minutes_take_back", {}, "brouillon"),
        ("minutes_reread", {"days": 10}, "relecture"), ("minutes_approve", {"meeting": later.pk}, "approuve"),
        ("minutes_publish", {}, "publie"), ("minutes_erratum", {"text": "Lire : douze."}, "publie"),
    ]  # fmt: skip
    for name, sent, state in ways:
        assert alice.get(address(meeting, name)).status_code == 200
        assert alice.post(address(meeting, name), sent).status_code == 302
        assert Minutes.objects.get().state == state
    assert alice.post(address(meeting, "minutes_publish")).status_code == 422
    shown = text_of(browser("diane").get(address(meeting)))
    assert "Lire\xa0: douze." in shown and "Publié le" in shown and "Approuvé le" in shown


def test_versions_are_compared_in_words_that_are_heard(meeting):
    passage = passage_of(make_minutes(meeting))
    verbs.write(passage, "Charte : Le bailleur a parlé.", read_version=1, by=member("alice"))
    history = address(meeting, "minutes_history", passage.pk)
    shown = text_of(browser("alice").get(history))
    assert (
        '<del><span class="vh">début de suppression </span>comité<span class="vh"> fin de suppression</span></del>'
        in shown
    )
    assert '<ins><span class="vh">début d’ajout </span>bailleur<span class="vh"> fin d’ajout</span></ins>' in shown
    for query in ("?de=0&a=1", "?de=1&a=1", "?de=x&a=99", "?a=" + "9" * 40, "?a=²"):
        assert browser("alice").get(history + query).status_code == 200


def test_the_extract_tells_what_was_chosen_and_nothing_else(meeting):
    minutes = make_minutes(meeting, state="approuve")
    page, visitor = reverse("minutes_extract_page", args=[minutes.pk]), GuardedClient(PDC_HOST)
    chosen = passage_of(minutes)
    browser("alice").post(address(meeting, "minutes_extract"), {"passages": [chosen.pk]})
    assert visitor.get(page).status_code == 404  # approved is not published
    verbs.publish(minutes, by=member("alice"))
    verbs.add_erratum(minutes, "Erratum public.", passage=chosen, by=member("alice"))
    verbs.add_erratum(minutes, "Erratum secret.", by=member("alice"))
    shown = text_of(visitor.get(page))
    assert "Charte : Le comité" in shown.replace("\xa0", " ") and "Erratum public." in shown
    assert "représenté" in shown
    for secret in ("Vacance", "Erratum secret", "Bob", "Alice", "Habitat d’essai", verbs.OPENING):
        assert secret not in shown
    assert page in text_of(visitor.get(reverse("minutes_extracts")))
    browser("alice").post(address(meeting, "minutes_extract"), {})
    assert visitor.get(page).status_code == 404
    assert page not in text_of(visitor.get(reverse("minutes_extracts")))


def test_a_paper_for_everybody_comes_out_with_the_extract_and_no_other_does(meeting):
    """Only that of published minutes, and only what is for everybody; opening it writes nothing of anybody."""
    visitor, keys = GuardedClient(PDC_HOST), {}
    for reach in (Audience.Reach.PUBLIC, Audience.Reach.PROFESSIONALS):
        audience = Audience.objects.create(reach=reach)
        keys[reach] = papers.add_paper(
            meeting,
            kept(pdf([reach]), f"{reach}.pdf"),
            item=None,
            title=f"Pièce {reach}",
            audience=audience,
            by=member("alice").user,
        ).pk
    minutes = make_minutes(meeting, state="approuve")
    verbs.choose_extract(minutes, [passage_of(minutes)], by=member("alice"))
    addresses = {reach: reverse("minutes_extract_paper", args=[minutes.pk, pk]) for reach, pk in keys.items()}
    assert {visitor.get(each).status_code for each in addresses.values()} == {404}
    verbs.publish(minutes, by=member("alice"))
    page = visitor.get(reverse("minutes_extract_page", args=[minutes.pk])).text
    assert addresses["public"] in page
    assert "Pièce professionnels" not in page
    opened = visitor.get(addresses["public"])
    assert opened.status_code == 200
    assert b"".join(opened.streaming_content).startswith(b"%PDF")
    assert visitor.get(addresses["professionnels"]).status_code == 404
    assert not Reading.objects.filter(document__papers__meeting=meeting).exists()


def test_an_extract_is_of_one_tenant(meeting, pdc, casa, casa_client):
    with context.use(pdc.context):
        minutes = make_minutes(meeting, state="publie")
        verbs.choose_extract(minutes, [passage_of(minutes)], by=member("alice"))
    assert casa_client.get(reverse("minutes_extract_page", args=[minutes.pk])).status_code == 404


def test_the_page_costs_the_same_with_thirty_passages(meeting, django_assert_max_num_queries):
    def cost(record) -> int:
        bob = browser("bob")
        bob.get(address(record))
        with django_assert_max_num_queries(100) as asked:
            assert bob.get(address(record)).status_code == 200
        return len(asked)

    few = make_minutes(meeting, state="publie")
    many = make_meeting(meeting.committee, -2, items=[f"Point {n}" for n in range(30)])
    present(many, Mandate.objects.get(membership=member("bob"), member__committee=many.committee))
    record = make_minutes(many, state="relecture")
    for passage in record.passages.exclude(text=""):
        verbs.comment(passage, "Vu.", by=member("bob"))
    verbs.resolve(Comment.objects.first(), by=member("alice"))
    assert cost(many) <= cost(few.meeting) + 2  # the remarks, and whether one may remark


def test_the_sitemap_names_an_extract_for_as_long_as_everybody_may_read_it(kept_pages, meeting):
    minutes, visitor = make_minutes(meeting, state="approuve"), GuardedClient(PDC_HOST)
    page = reverse("minutes_extract_page", args=[minutes.pk])
    verbs.choose_extract(minutes, [passage_of(minutes)], by=member("alice"))
    assert page not in visitor.get("/sitemap.xml").text
    verbs.publish(minutes, by=member("alice"))
    assert page in visitor.get("/sitemap.xml").text
    verbs.choose_extract(minutes, [], by=member("alice"))
    assert page not in visitor.get("/sitemap.xml").text
