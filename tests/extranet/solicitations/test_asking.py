"""Asking the platform on two screens: where the household lives, what is refused, who may, what is sent."""

import datetime

import pytest
from django.utils import timezone

from extranet.solicitations import asking, services
from extranet.solicitations.models import JournalEntry, Message, Solicitation, State
from portal.organisations.models import Affiliation, Organisation
from portal.territories.models import OtherBody
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.extranet.solicitations import making
from tests.extranet.solicitations.asking_pages import CASE, HOME, browser, need, plain

pytestmark = pytest.mark.django_db
ON_A_DRAFT = ["situation/", "demande/", "relire/", "supprimer/", "envoyee/"]


@pytest.fixture(autouse=True)
def is_open(open_module):
    pass


@pytest.fixture
def nothing_begun():
    """Whatever is posted makes no draft."""
    before = Solicitation.objects.count()
    yield
    assert Solicitation.objects.count() == before


def page_of(row: Solicitation, name: str) -> str:
    return f"{HOME}{row.reference}/{name}"


def switch_off(tenant) -> None:
    tenant.modules = [each for each in tenant.modules if each != "sollicitations"]
    tenant.save(update_fields=["modules"])


def begin(**others) -> Solicitation:
    answer = browser("diane").post(f"{HOME}nouvelle/", CASE | others)
    assert answer.status_code == 302, plain(answer)
    return Solicitation.objects.latest("created_at", "pk")


# The way through -------------------------------------------------------------------------------------------


def test_a_partner_asks_on_two_screens_reads_it_again_and_sends(diane):
    client = browser("diane")
    draft = begin()
    assert (draft.state, draft.asked_by, draft.platform.slug) == (State.DRAFT, diane, "lens-henin")
    assert draft.organisation == Affiliation.objects.current().get(membership=diane).organisation
    answer = client.post(page_of(draft, "demande/"), need())
    assert answer.headers["Location"] == page_of(draft, "relire/")
    text = plain(client.get(page_of(draft, "relire/")))
    for words in ("Lens", "Un parent avec enfant", "3 à 17 ans et 26 à 59 ans", "Accéder à un logement",
                  "Deux refus en commission.", "Un relais.", "Dans le mois", "la notice lui a été remise",
                  "Alice (exemple), qui répond aujourd’hui"):  # fmt: skip
        assert words in text, words
    answer = client.post(page_of(draft, "relire/"), {"is_read": "on"})
    assert answer.headers["Location"] == page_of(draft, "envoyee/")
    draft.refresh_from_db()
    assert draft.state == State.RECEIVED and draft.submitted_at
    assert JournalEntry.objects.get(reference=draft.reference).act == JournalEntry.Act.SENT
    text = plain(client.get(page_of(draft, "envoyee/")))
    assert draft.reference in text and "Vous recevez toujours une réponse datée" in text


@pytest.mark.parametrize("path", ["", "nouvelle/"])
def test_emergency_numbers_come_first(path):
    html = browser("diane").get(f"{HOME}{path}").content.decode()
    html = html[html.index("<main") :]
    places = [html.index(f"tel:{number}") for number in (115, 112, 3919)]
    assert places == sorted(places)
    assert places[-1] < min(html.find("<form") % 10**9, html.index("Vos sollicitations") if not path else 10**9)


def test_one_is_told_on_which_grounds_before_anything_is_typed_and_before_it_is_sent(draft):
    client = browser("diane")
    for address in (HOME, f"{HOME}nouvelle/", page_of(draft, "relire/")):
        assert "mois après le dernier échange" in plain(client.get(address)), address


def test_the_first_screen_is_already_a_draft_and_the_second_may_wait():
    draft = begin()
    answer = browser("diane").post(page_of(draft, "demande/"), {"hoped": "avis", "keep": "1"}, follow=True)
    draft.refresh_from_db()
    assert (draft.state, draft.hoped, draft.urgency) == (State.DRAFT, "avis", "")
    until = timezone.localtime(asking.kept_until(draft))
    assert f"gardé jusqu’au {until:%d/%m/%Y}" in plain(answer)
    text = plain(browser("diane").get(page_of(draft, "relire/")))
    assert "Il manque encore" in text and "L’urgence" in text and "Envoyer à la plateforme" not in text


def test_a_draft_is_changed_and_its_platform_follows_the_commune():
    draft = begin()
    client = browser("diane")
    assert 'value="Lens (62)"' in client.get(page_of(draft, "situation/")).content.decode()
    client.post(page_of(draft, "situation/"), CASE | {"commune_name": "Saint-Omer", "household": "seule", "ages": "60"})
    draft.refresh_from_db()
    assert (draft.commune.name, draft.platform.slug, draft.ages) == ("Saint-Omer", "audomarois", ["60"])


def test_what_is_not_whole_or_not_read_again_is_not_sent(draft):
    client = browser("diane")
    assert client.post(page_of(draft, "relire/"), {}).status_code == 422
    Solicitation.objects.filter(pk=draft.pk).update(urgency="")
    answer = client.post(page_of(draft, "relire/"), {"is_read": "on"})
    assert answer.status_code == 422 and "Il manque" in plain(answer)
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_text_that_was_saved_before_the_rules_grew_is_refused_when_it_is_sent(draft):
    Solicitation.objects.filter(pk=draft.pk).update(tried_text="Joindre au 06 12 34 56 78.")
    answer = browser("diane").post(page_of(draft, "relire/"), {"is_read": "on"})
    assert answer.status_code == 422 and "06 12 34 56 78" in plain(answer)
    assert Solicitation.objects.get(pk=draft.pk).is_draft


def test_sending_again_sends_once_and_leads_to_what_follows(draft):
    client = browser("diane")
    for _ in range(2):
        answer = client.post(page_of(draft, "relire/"), {"is_read": "on"})
        assert answer.headers["Location"] == page_of(draft, "envoyee/")
    assert Message.objects.filter(solicitation=draft, kind=Message.Kind.SENT).count() == 1


def test_an_old_tab_changes_nothing_of_what_is_sent(received):
    before = Solicitation.objects.values().get(pk=received.pk)
    client = browser("diane")
    for name, data in (("situation/", CASE | {"household": "seule"}), ("demande/", need(hoped="avis")),
                       ("supprimer/", {})):  # fmt: skip
        answer = client.post(page_of(received, name), data)
        assert answer.headers["Location"] == page_of(received, "envoyee/")
    assert Solicitation.objects.values().get(pk=received.pk) == before


def test_a_stale_copy_of_a_draft_is_not_saved_over_what_was_sent(draft, diane):
    stale = Solicitation.objects.get(pk=draft.pk)
    services.send(draft, by=diane)
    with pytest.raises(services.RefusedError):
        services.save_draft(stale)
    with pytest.raises(services.RefusedError):
        services.drop_draft(stale)


def test_a_request_to_complete_is_completed_and_not_sent_again(received, alice, diane):
    services.ask_to_complete(received, "Quelle échéance ?", by=alice)
    with pytest.raises(services.RefusedError):
        services.send(Solicitation.objects.get(pk=received.pk), by=diane)


def test_a_draft_is_deleted_for_good(draft):
    client = browser("diane")
    assert "définitif" in plain(client.get(page_of(draft, "supprimer/")))
    client.post(page_of(draft, "supprimer/"))
    assert not Solicitation.objects.filter(pk=draft.pk).exists()
    assert client.get(page_of(draft, "relire/")).status_code == 404


def test_drafts_are_not_heaped_up(diane, monkeypatch):
    drafts = Solicitation.objects.drafts().filter(asked_by=diane)
    monkeypatch.setattr(asking, "MOST_DRAFTS", drafts.count() + 1)
    begin()
    assert "avant d’en commencer un autre" in plain(browser("diane").get(f"{HOME}nouvelle/", follow=True))
    browser("diane").post(f"{HOME}nouvelle/", CASE)
    assert drafts.count() == asking.MOST_DRAFTS


def test_who_works_for_several_says_for_which(diane):
    other = Organisation.objects.create(name="Accueil de jour", kind=Organisation.Kind.ASSOCIATION)
    Affiliation.objects.create(membership=diane, organisation=other)
    stranger = Organisation.objects.create(name="Ailleurs", kind=Organisation.Kind.ASSOCIATION)
    client = browser("diane")
    for value in ("", str(stranger.pk)):
        assert client.post(f"{HOME}nouvelle/", CASE | {"organisation": value}).status_code == 422
    assert begin(organisation=other.pk).organisation == other


# Where -----------------------------------------------------------------------------------------------------


def test_a_postal_code_of_several_communes_asks_which():
    client = browser("diane")
    answer = client.post(f"{HOME}nouvelle/", CASE | {"commune_name": "62138"})
    assert answer.status_code == 422 and "De quelle commune s’agit-il" in plain(answer)
    assert 'value="62132"' in answer.content.decode()
    draft = begin(commune_name="62138", place="62132")
    assert (draft.commune.name, draft.platform.slug) == ("Billy-Berclau", "artois")


def test_a_commune_that_is_none_of_those_asked_for_is_not_taken(nothing_begun):
    answer = browser("diane").post(f"{HOME}nouvelle/", CASE | {"commune_name": "62138", "place": "62498"})
    assert answer.status_code == 422


def test_where_another_body_answers_one_is_told_which_and_how_to_reach_it():
    OtherBody.objects.update(phone="03 21 00 00 00")
    text = plain(browser("diane").post(f"{HOME}nouvelle/", CASE | {"commune_name": "Arras"}))
    assert "Communauté urbaine d’Arras y répond" in text and "03 21 00 00 00" in text
    OtherBody.objects.update(phone="")
    text = plain(browser("diane").post(f"{HOME}nouvelle/", CASE | {"commune_name": "Arras"}))
    assert "pas encore son contact" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Lille", "n’est pas sur le territoire"),
        ("zzzzqq", "Nous ne connaissons pas « zzzzqq »"),
        ("Saint-Martin", "Aucune commune du nom de « Saint-Martin »"),
        ("Le\0ns", "Le caractère nul"),
        ("", "Écrivez la commune."),
        ("L" * 400, "100"),
        ("62", "De quelle commune s’agit-il"),
    ],
)
def test_a_place_without_a_platform_gets_clear_words(nothing_begun, typed, said):
    answer = browser("diane").post(f"{HOME}nouvelle/", CASE | {"commune_name": typed})
    assert answer.status_code == 422
    assert said in plain(answer)


def test_a_name_outside_offers_the_communes_of_the_territory_that_are_near_it():
    answer = browser("diane").post(f"{HOME}nouvelle/", CASE | {"commune_name": "Bully"})
    assert answer.status_code == 422 and "Bully-les-Mines (62) : plateforme de" in plain(answer)


def test_it_goes_to_whoever_answers_for_the_commune_on_the_day_it_is_sent(diane):
    draft = making.draft(diane, platform="artois")
    browser("diane").post(page_of(draft, "relire/"), {"is_read": "on"})
    draft.refresh_from_db()
    assert (draft.state, draft.platform.slug) == (State.RECEIVED, "lens-henin")


def test_where_no_platform_answers_any_more_it_is_not_sent(diane):
    draft = making.draft(diane, commune="62041")
    answer = browser("diane").post(page_of(draft, "relire/"), {"is_read": "on"})
    assert answer.status_code == 422 and "y répond" in plain(answer)
    assert Solicitation.objects.get(pk=draft.pk).is_draft


def test_a_platform_that_nobody_coordinates_is_said_before_sending(diane):
    draft = making.draft(diane, commune="62193", platform="calaisis")
    text = plain(browser("diane").get(page_of(draft, "relire/")))
    assert "Personne ne coordonne cette plateforme aujourd’hui" in text and "Envoyer à la plateforme" in text


# What is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"household": ""}, "Dites de qui se compose le ménage."),
        ({"household": "famille Durand"}, "choix"),
        ({"ages": []}, "Cochez au moins un âge."),
        ({"ages": ["1984-03-03"]}, "Choisissez dans la liste."),
        ({"ages": ["3-17"]}, "protection de l’enfance : le 119"),
        ({"household": "seule"}, "Une personne seule n’a qu’un âge"),
        ({"difficulties": ["expulsion"]}, "Dites où en est la procédure d’expulsion."),
        ({"eviction_stage": "jugement"}, "Cochez aussi « procédure d’expulsion »"),
        ({"difficulties": []}, "Cochez au moins une difficulté."),
    ],
)
def test_a_situation_that_says_too_little_or_too_much_is_asked_again(nothing_begun, others, said):
    answer = browser("diane").post(f"{HOME}nouvelle/", CASE | others)
    assert answer.status_code == 422 and said in plain(answer)


def test_an_eviction_is_told_with_its_stage():
    draft = begin(difficulties=["expulsion"], eviction_stage="jugement")
    assert draft.eviction_stage == "jugement"
    assert "Jugement d’expulsion" in plain(browser("diane").get(page_of(draft, "relire/")))


@pytest.mark.parametrize("name", ["tried_text", "hoped_text"])
@pytest.mark.parametrize("keep", [{}, {"keep": "1"}])
def test_a_text_that_says_who_it_is_about_is_refused_and_not_lost(draft, name, keep):
    text = "Rappeler au 06 12 34 56 78 le matin."
    answer = browser("diane").post(page_of(draft, "demande/"), need(**{name: text}) | keep)
    assert answer.status_code == 422 and text in answer.content.decode()
    assert "jamais la personne" in plain(answer)
    assert getattr(Solicitation.objects.get(pk=draft.pk), name) != text


@pytest.mark.parametrize(
    ("days", "said"), [(1, "pas encore venu"), (-400, "plus d’un an"), (-36_000, "Une date entre 2000 et 2099")]
)
def test_the_person_was_informed_on_a_day_that_makes_sense(draft, days, said):
    day = making.today() + datetime.timedelta(days=days)
    answer = browser("diane").post(page_of(draft, "demande/"), need(informed_on=day.isoformat()))
    assert answer.status_code == 422 and said in plain(answer)


def test_the_second_screen_asks_for_all_that_is_needed(draft):
    text = plain(browser("diane").post(page_of(draft, "demande/"), {}))
    for words in ("Dites ce que vous attendez.", "Dites quand il faut une réponse.", "Donnez le jour",
                  "Dites comment la personne a été informée."):  # fmt: skip
        assert words in text, words


# Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "bob", "gael"])
@pytest.mark.parametrize("page", ON_A_DRAFT)
def test_nobody_else_knows_of_a_draft(draft, name, page):
    assert browser(name).get(page_of(draft, page)).status_code == 404


@pytest.mark.parametrize("page", [*ON_A_DRAFT, "completer/", "retirer/"])
def test_what_is_sent_is_read_by_its_platform_and_stays_its_author_s_to_change(received, page):
    assert browser("alice").get(page_of(received, page)).status_code == 403
    assert browser("gael").get(page_of(received, page)).status_code == 404
    assert browser("bob").get(page_of(received, page)).status_code == 404
    assert browser("bob").post(page_of(received, page)).status_code in {404, 405}


@pytest.mark.parametrize("page", ["", "nouvelle/"])
def test_a_visitor_signs_in_first(page):
    assert "/compte/connexion/" in GuardedClient(PDC_HOST).get(f"{HOME}{page}").headers["Location"]


def test_nothing_is_there_while_the_module_is_off(pdc, draft):
    switch_off(pdc)
    client = browser("diane")
    for page in ("", "nouvelle/", *(f"{draft.reference}/{name}" for name in [*ON_A_DRAFT, "completer/", "retirer/"])):
        assert client.get(f"{HOME}{page}").status_code == 404, page
    assert f'href="{HOME}"' not in client.get("/extranet/").content.decode()


def test_another_tenant_knows_nothing_of_it(received, casa):
    making.open_module(casa)
    for page in ("relire/", "completer/", "retirer/", "envoyee/"):
        assert browser("fanny", CASA_HOST).get(page_of(received, page)).status_code == 404


def test_an_elected_member_asks_nothing(casa):
    making.open_module(casa)
    client = browser("jeanne", CASA_HOST)
    assert client.get(f"{HOME}nouvelle/").status_code == 403
    assert "Solliciter la plateforme" not in client.get(HOME).content.decode()


def test_the_menu_leads_there_while_the_module_is_on():
    assert f'href="{HOME}"' in browser("diane").get("/extranet/").content.decode()
