"""The demonstration's platforms have the contacts that were published, and loading twice changes nothing."""

from portal.demo.territories import load_territories
from portal.territories.models import CoverageRule, OtherBody, Platform

CONTACTS = {
    "artois": ("0668733660", "lda.artois@habitat-insertion.fr"),
    "audomarois": ("0760333550", "lda.audomarois@mahra-letoit.fr"),
    "boulonnais": ("0627069988", "coordinateur.lda.boulonnais@epdahaa.fr"),
    "calaisis": ("", "lda.calais@mahra-letoit.fr"),
    "lens-henin": ("0648712998", "coordinateurLDAlens@apsa62.fr"),
    "montreuillois": ("0623137376", "lda.montreuillois@associationfiac.fr"),
    "sud-arrageois-ternois": ("0627231531", "coordinationLDA.ruralitéarrageoise@audasse.fr"),
}


def test_the_seven_platforms_have_their_published_contacts(pdc):
    platforms = Platform.objects.all()
    assert {p.slug: (p.phone_digits, p.email) for p in platforms} == CONTACTS
    for platform in platforms:
        platform.full_clean()


def test_the_agglomeration_has_its_mail_address_and_no_telephone(casa):
    [platform] = Platform.objects.all()
    assert (platform.phone, platform.email) == ("", "plateforme.lda@agglo-casa.fr")


def test_what_is_assumed_says_why(pdc):
    rules = list(CoverageRule.objects.all())
    assert len(rules) == 20
    assert sum(rule.state == CoverageRule.State.CONFIRMED for rule in rules) == 3
    for rule in rules:
        rule.full_clean()
        assert rule.reason.endswith(".")
        assert rule.departement_id == "62"


def test_the_other_body_is_explained(pdc):
    [body] = OtherBody.objects.all()
    assert (body.slug, body.has_contact) == ("cu-arras", False)
    assert body.explanation


def test_loading_again_changes_nothing(pdc):
    models = (Platform, OtherBody, CoverageRule)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    load_territories(pdc)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
