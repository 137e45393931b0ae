"""The gallery shows every component, so that nobody writes a second one."""

from pathlib import Path

from portal.design import gallery

COMPONENTS = Path(__file__).resolve().parents[3] / "templates/components"


def test_every_component_is_in_the_gallery():
    shown = gallery.EXAMPLES.keys() | gallery.ELSEWHERE.keys()
    assert {path.stem for path in COMPONENTS.glob("*.html")} == shown


def test_every_component_says_what_it_needs():
    silent = [
        path.stem
        for path in COMPONENTS.glob("*.html")
        if not path.read_text(encoding="utf-8").startswith("{% comment %}")
        or "Accessibility:" not in path.read_text(encoding="utf-8")
    ]
    assert not silent


def test_an_editor_reads_the_gallery(pdc_client):
    response = pdc_client.login_as("gael").get("/habillage/")
    assert response.status_code == 200
    assert "L’habillage" in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(pdc_client):
    response = pdc_client.get("/habillage/")
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


def test_a_member_without_a_role_is_refused(pdc_client):
    assert pdc_client.login_as("bob").get("/habillage/").status_code == 403
