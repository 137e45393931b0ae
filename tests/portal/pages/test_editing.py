"""What an editor does with a page once written: check, duplicate, schedule, expire, moderate, compare, restore."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ContentPage
from portal.database import context
from portal.jobs.registry import JOBS
from portal.organisations.models import Audience
from portal.pages.audiences import audience_of, show_to
from tests.conftest import PDC_HOST, GuardedClient

pytestmark = pytest.mark.django_db
NONE = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
GOOD, FAULTY = "<p>Un texte juste.</p>", "<h4>Un titre trop bas</h4><p>…</p>"
PUBLISH, SUBMIT = {"action-publish": "1"}, {"action-submit": "1"}


def form_of(*texts: str, title: str = "Une page", slug: str = "une-page", **fields) -> dict:
    body = streamfield([("text", rich_text(text)) for text in texts])
    return nested_form_data({"title": title, "slug": slug, "lead": "", "body": body, "comments": NONE} | fields)


@pytest.fixture
def page(pdc) -> ContentPage:
    body = [{"type": "text", "value": GOOD}]
    made = pdc.home_page.add_child(instance=ContentPage(title="Une page", slug="une-page", body=body))
    made.save_revision().publish()
    return ContentPage.objects.get(pk=made.pk)


@pytest.fixture
def chloe(pdc):
    return GuardedClient(PDC_HOST).login_as("chloe")


@pytest.fixture
def iris(pdc):
    return GuardedClient(PDC_HOST).login_as("iris")


def edit(client, page, *texts: str, **fields):
    return client.post(f"/admin/pages/{page.pk}/edit/", form_of(*texts, **fields))


def public(address: str = "/une-page/") -> str:
    answer = GuardedClient(PDC_HOST).get(address)
    return answer.text if answer.status_code == 200 else ""


# Checks ---------------------------------------------------------------------------------------------------


def test_a_faulty_page_is_not_published_and_says_where(page, chloe):
    answer = edit(chloe, page, GOOD, FAULTY, **PUBLISH)
    assert answer.status_code == 200
    error = answer.context["form"].errors.as_data()["body"][0]
    assert "niveau 4" in error.block_errors[1].messages[0]
    assert "Un titre trop bas" in answer.text  # nothing of what was typed is lost
    assert "Un titre trop bas" not in public()


def test_nor_is_it_proposed(page, iris):
    assert edit(iris, page, FAULTY, **SUBMIT).status_code == 200
    page.refresh_from_db()
    assert page.current_workflow_state is None


def test_nor_is_it_published_on_creation(pdc, chloe):
    address = f"/admin/pages/add/home/contentpage/{pdc.home_page_id}/"
    assert chloe.post(address, form_of(FAULTY, slug="neuve", **PUBLISH)).status_code == 200
    assert not Page.objects.filter(slug="neuve").exists()


def test_a_draft_is_kept_whatever_it_holds(page, chloe):
    assert edit(chloe, page, FAULTY).status_code == 302
    latest = ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert "Un titre trop bas" in latest.body.render_as_block()
    unfinished = streamfield([("action", {"title": "", "text": "", "link": {"label": "", "page": "", "url": ""}})])
    assert edit(chloe, page, body=unfinished).status_code == 302


def test_a_title_of_a_model_is_refused_at_its_field(page, chloe):
    answer = edit(chloe, page, GOOD, lead="[à écrire : en une phrase]", **PUBLISH)
    assert answer.context["form"].errors["lead"]


def test_what_could_be_better_is_told_and_published(page, chloe):
    words = '<p><a href="https://exemple.fr/">cliquez ici</a></p>'
    answer = chloe.post(f"/admin/pages/{page.pk}/edit/", form_of(words, **PUBLISH), follow=True)
    assert "ne dit pas où il mène" in answer.text
    assert "cliquez ici" in public()


def test_a_faulty_draft_is_not_published_with_a_selection(page, chloe, pdc):
    edit(chloe, page, FAULTY)
    other = pdc.home_page.add_child(instance=ContentPage(title="Autre", slug="autre", live=False))
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={other.pk}&id={page.pk}"
    answer = chloe.post(bulk, {"include_descendants": ""})
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert "Un titre trop bas" not in public()
    assert not Page.objects.get(pk=other.pk).live
    home = f"/admin/bulk/wagtailcore/page/publish/?id={pdc.home_page_id}"
    child = page.add_child(instance=ContentPage(title="Dessous", slug="dessous", live=False,
                                                body=[{"type": "text", "value": FAULTY}]))  # fmt: skip
    assert chloe.post(home, {"include_descendants": "on"})["Location"] == f"/admin/pages/{child.pk}/edit/"


# Moderate -------------------------------------------------------------------------------------------------


def submitted(page, iris):
    edit(iris, page, "<p>Un texte proposé.</p>", **SUBMIT)
    return ContentPage.objects.get(pk=page.pk).current_workflow_task_state


def test_what_is_sent_back_is_proposed_again_and_approved(page, iris, chloe):
    task = submitted(page, iris)
    chloe.post(f"/admin/pages/workflow/action/{page.pk}/reject/{task.pk}/", {"comment": "Trop court."})
    assert "proposé" not in public()
    edit(iris, page, "<p>Un texte proposé, plus long.</p>", **{"action-restart-workflow": "1"})
    task = ContentPage.objects.get(pk=page.pk).current_workflow_task_state
    chloe.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {})
    assert "plus long" in public()


def test_a_page_made_faulty_since_is_not_approved(page, iris, chloe):
    task = submitted(page, iris)
    edit(chloe, page, FAULTY)
    approve = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"
    assert chloe.post(approve, {})["Location"] == f"/admin/pages/{page.pk}/edit/"
    in_a_dialog = chloe.post(approve, {}, headers={"x-requested-with": "XMLHttpRequest"})
    assert in_a_dialog.json() == {"step": "success", "redirect": f"/admin/pages/{page.pk}/edit/"}
    form = form_of(FAULTY, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert chloe.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 200
    assert "Un titre trop bas" not in public()


def test_a_faulty_page_may_be_sent_back(page, iris, chloe):
    submitted(page, iris)
    form = form_of(FAULTY, **{"action-workflow-action": "1", "workflow-action-name": "reject"})
    chloe.post(f"/admin/pages/{page.pk}/edit/", form)
    assert ContentPage.objects.get(pk=page.pk).current_workflow_task_state is None


# Duplicate, schedule, expire ------------------------------------------------------------------------------


def test_a_duplicate_has_the_same_words_for_the_same_readers_and_is_a_draft(page, chloe, pdc):
    show_to(page, Audience.objects.create(reach="professionnels"))
    words = {"new_title": "Une copie", "new_slug": "une-copie", "new_parent_page": pdc.home_page_id}
    chloe.post(f"/admin/pages/{page.pk}/copy/", words)
    copy = ContentPage.objects.get(slug="une-copie")
    assert not copy.live
    assert "Un texte juste." in copy.body.render_as_block()
    assert audience_of(copy).reach == "professionnels"


@pytest.fixture
def two_days_pass(monkeypatch):
    """``two_days_pass()``: from then on it is the day after tomorrow."""
    then = timezone.now() + datetime.timedelta(days=2)
    return lambda: monkeypatch.setattr("django.utils.timezone.now", lambda: then)


def moment(**ahead) -> str:
    return f"{timezone.localtime() + datetime.timedelta(**ahead):%Y-%m-%d %H:%M}"


def test_a_page_goes_out_when_its_time_has_come(page, chloe, pdc, casa, two_days_pass):
    assert edit(chloe, page, "<p>Du nouveau.</p>", go_live_at=moment(days=1), **PUBLISH).status_code == 302
    with context.use(pdc.context):
        JOBS["pages.scheduled"].run()
        assert "Du nouveau." not in public()
    two_days_pass()
    with context.use(casa.context):
        JOBS["pages.scheduled"].run()
    assert "Du nouveau." not in public()  # the neighbour's turn lets out nothing of ours
    with context.use(pdc.context):
        JOBS["pages.scheduled"].run()
        JOBS["pages.scheduled"].run()
    assert "Du nouveau." in public()


def test_a_faulty_page_is_not_scheduled(page, chloe):
    assert edit(chloe, page, FAULTY, go_live_at=moment(days=1), **PUBLISH).status_code == 200
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_page_goes_when_its_time_is_over(page, chloe, pdc, two_days_pass):
    edit(chloe, page, "<p>Encore un jour.</p>", expire_at=moment(days=1), **PUBLISH)
    with context.use(pdc.context):
        JOBS["pages.scheduled"].run()
        assert "Encore un jour." in public()
        two_days_pass()
        JOBS["pages.scheduled"].run()
    assert public() == ""
    chloe.login_as("chloe")  # her session is over too
    assert "Encore un jour." in chloe.get(f"/admin/pages/{page.pk}/edit/").text


# Compare, restore -----------------------------------------------------------------------------------------


def table(caption: str) -> list[dict]:
    whole = {"caption": caption, "columns": [{"type": "text", "heading": "Qui"}], "rows": [{"values": ["Eux"]}]}
    return [{"type": "table", "value": {"table": whole, "has_row_headings": True, "source": ""}}]


def test_two_versions_are_compared(page, chloe):
    edit(chloe, page, "<p>Un texte changé.</p>", **PUBLISH)
    first, second = page.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    compared = chloe.get(f"/admin/pages/{page.pk}/revisions/compare/{first}...{second}/")
    marked = {kind: " ".join(each.get_text() for each in BeautifulSoup(compared.text, "html.parser").select(f".{kind}"))
              for kind in ("deletion", "addition")}  # fmt: skip
    assert "juste" in marked["deletion"]
    assert "changé" in marked["addition"]


def test_versions_with_a_table_are_compared_too(page, chloe):
    for caption in ("Avant", "Après"):
        page.body = table(caption)
        page.save_revision()
    first, second = page.revisions.order_by("-pk").values_list("pk", flat=True)[:2]
    assert chloe.get(f"/admin/pages/{page.pk}/revisions/compare/{second}...{first}/").status_code == 200


def test_an_old_version_is_restored(page, chloe):
    old = page.get_latest_revision()
    edit(chloe, page, "<p>Un texte changé.</p>", **PUBLISH)
    assert "Un texte changé." in public()
    revert = f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/"
    assert "Un texte juste." in chloe.get(revert).text
    assert edit(chloe, page, GOOD, revision=old.pk, **PUBLISH).status_code == 302
    assert "Un texte juste." in public()
    assert page.revisions.count() == 3  # the version that was replaced is kept
