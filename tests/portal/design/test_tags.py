import datetime
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.template import Context, Template
from wagtail.rich_text import RichText

from portal.design.templatetags import design


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_an_address_is_never_whole_in_the_page():
    html = design.mail("lda.artois@exemple.fr")
    assert "@" not in html
    assert '<span class="mail__at">[arobase]</span>' in html


def test_an_address_with_an_accent_is_kept_as_written():
    assert "ruralitéarrageoise" in design.mail("ruralitéarrageoise@exemple.fr")


@pytest.mark.parametrize("address", ["", None, "pas une adresse"])
def test_no_address_gives_nothing(address):
    assert design.mail(address) == ""


def test_an_address_is_escaped():
    assert "<b>" not in design.mail("<b>@exemple.fr")


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in design.icon("phone")


def test_signs_stay_with_their_words():
    assert design.nbsp("« Pour qui ? » : 14,1 %") == "«\u00a0Pour qui\u202f?\u00a0»\u00a0: 14,1\u00a0%"
    assert design.nbsp(design.nbsp("« Oui ! »")) == design.nbsp("« Oui ! »")


def test_rich_text_stays_html():
    assert "<p>Pour qui\u202f?</p>" in render("{{ text|nbsp }}", text=RichText("<p>Pour qui ?</p>"))


def test_plain_text_is_escaped():
    assert render("{{ text|nbsp }}", text="<b> ?") == "&lt;b&gt;\u202f?"


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Lens", "de Lens", "à Lens"),
        ("Arras", "d’Arras", "à Arras"),
        ("Le Touquet-Paris-Plage", "du Touquet-Paris-Plage", "au Touquet-Paris-Plage"),
        ("Les Attaques", "des Attaques", "aux Attaques"),
        ("La Couture", "de La Couture", "à La Couture"),
        ("Œuf-en-Ternois", "d’Œuf-en-Ternois", "à Œuf-en-Ternois"),
    ],
)
def test_names_are_contracted(name, of, at):
    assert (design.of(name), design.at(name)) == (of, at)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CA de Lens - Liévin", "la communauté d’agglomération de Lens\u00a0- Liévin"),
        ("CC Pays d'Opale", "la communauté de communes Pays d’Opale"),
        ("CU d'Arras", "la communauté urbaine d’Arras"),
        ("Métropole Européenne de Lille", "la métropole Européenne de Lille"),
    ],
)
def test_an_intercommunality_is_spelled_out(name, words):
    assert design.full_name(SimpleNamespace(name=name)) == words


def test_bars_compare_figures():
    assert design.bar_widths("19,3", "14,1") == {"here": "100%", "there": "73%"}
    assert design.bar_widths("1 250", "2 500") == {"here": "50%", "there": "100%"}


@pytest.mark.parametrize("pair", [("250 et plus", "3"), ("", ""), ("0", "0"), ("-1", "2")])
def test_what_is_no_figure_has_no_bars(pair):
    assert design.bar_widths(*pair) is None


def shape(slug: str, x: float = 0, y: float = 0):
    return SimpleNamespace(slug=slug, name=slug, label_x=x, label_y=y)


def test_the_active_territory_is_drawn_last():
    rows = design.territories_of([shape("a"), shape("b", 300), shape("c", 600)], ["a"])
    assert [(row.shape.slug, row.is_active) for row in rows][-1] == ("a", True)


def test_a_slug_inside_another_is_not_active():
    rows = design.territories_of([shape("arras"), shape("sud-arras", 300)], "sud-arras")
    assert {row.shape.slug for row in rows if row.is_active} == {"sud-arras"}


def test_of_two_labels_that_collide_the_active_one_stays():
    rows = design.territories_of([shape("voisine"), shape("active", 10)], ["active"])
    assert {row.shape.slug: row.is_roomy for row in rows} == {"active": False, "voisine": True}


def test_a_long_name_is_broken_after_its_hyphen():
    assert design.label_lines("Sud-Arrageois-Ternois") == ["Sud-Arrageois-", "Ternois"]


class ContactForm(forms.Form):
    email = forms.EmailField(label="Courriel", help_text="Pour répondre.")
    agree = forms.BooleanField(label="D’accord", required=False)


def test_an_error_is_tied_to_its_field():
    form = ContactForm({"email": "x"})
    html = render("{% field form.email %}", form=form)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email-erreur id_email-aide"' in html
    assert 'id="id_email-erreur"' in html
    assert 'id="id_email-aide"' in html
    assert '<label class="field__label" for="id_email">' in html


def test_a_sound_field_has_no_error():
    html = render("{% field form.email %}", form=ContactForm())
    assert "aria-invalid" not in html
    assert "erreur" not in html


def test_the_rules_of_a_password_are_a_list():
    class PasswordForm(forms.Form):
        password = forms.CharField(help_text=password_validators_help_text_html())

    html = render("{% field form.password %}", form=PasswordForm())
    assert "<ul><li>" in html
    assert "&lt;" not in html


def test_a_hint_can_be_left_out():
    html = render('{% field form.email hint="" %}', form=ContactForm())
    assert "Pour répondre" not in html
    assert "aria-describedby" not in html


def test_an_error_summary_leads_to_each_field():
    html = render('{% include "components/error_summary.html" %}', form=ContactForm({"email": ""}))
    assert 'href="#id_email"' in html
    assert not render('{% include "components/error_summary.html" %}', form=ContactForm()).strip()


@pytest.mark.parametrize(
    ("moment", "form", "words"),
    [((2026, 6, 1, 8, 30), "j F Y à H:i", "1er juin 2026 à 8 h 30"), ((2026, 6, 21, 14, 0), "l j F, H:i",
     "dimanche 21 juin à 14 h"), ((2026, 6, 11, 0, 5), "d/m/Y à H:i", "11/06/2026 à 0 h 05"),
     ((2026, 6, 1, 0, 0), "Y-m-d", "2026-06-01")],
)  # fmt: skip
def test_a_date_is_written_in_french(moment, form, words):
    written = render("{{ moment|date:form }}", moment=datetime.datetime(*moment), form=form)
    assert written.replace("\N{NO-BREAK SPACE}", " ") == words
    assert not re.search(r"\d (juin|h)", written)


def test_one_of_two_ways_is_not_called_optional():
    form = forms.Form()
    form.fields["commune"] = forms.CharField(label="Commune", required=False)
    assert "facultatif" in render("{% field form.commune %}", form=form)
    assert "facultatif" not in render("{% field form.commune is_one_way=True %}", form=form)
