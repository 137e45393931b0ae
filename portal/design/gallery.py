"""The component gallery: every component of ``templates/components`` with an example, for the people who work here."""

import datetime
from functools import wraps
from types import SimpleNamespace as Thing

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.design.charts import Chart, Hidden
from portal.design.papers import print_paper

LENS = Thing(
    name="Lens-Hénin", slug="lens-henin", title="plateforme de Lens-Hénin", carrier="un porteur d’exemple",
    phone="0600000001", phone_uri="tel:+33600000001",
    phone_display="06\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}01",
    email="coordination@exemple.fr",
)  # fmt: skip
CALAIS = Thing(
    name="Calaisis", slug="calaisis", title="plateforme du Calaisis", carrier="", phone="", phone_uri="",
    phone_display="", email="ruralité@exemple.fr",
)  # fmt: skip
NORD = Thing(name="Exemple", code="00")
COMMUNES = [
    Thing(name=name, code=f"0000{n}", slug=slug, departement=NORD)
    for n, (name, slug) in enumerate([("Avion", "avion"), ("Lens", "lens"), ("Liévin", "lievin")])
]
MAP = Thing(
    view_box="0 0 600 240",
    shapes=[
        Thing(slug="calaisis", name="Calaisis", path="M4 4h240v232H4z", label_x=124, label_y=124, is_other_body=False),
        Thing(slug="lens-henin", name="Lens-Hénin", path="M244 4h200v232H244z", label_x=344, label_y=124,
              is_other_body=False),
        Thing(slug="arras", name="Arras", path="M444 4h150v232H444z", label_x=519, label_y=124, is_other_body=True),
    ],
)  # fmt: skip
SERVICE = Thing(
    name="Équipe mobile", slug="equipe-mobile", summary="Elle se déplace au domicile.", for_whom="Locataires en impayé",
    who_may_ask="Le locataire, un travailleur social", carrier="Une association", how="Par la plateforme.",
    coverage_note="", platforms=Thing(all=[LENS]),
)  # fmt: skip
MAIL = Thing(
    pk=1, subject="[Exemple] Message de Nora", sender="Collectivité d’exemple <ne-pas-repondre@exemple.fr>",
    to=["coordination@exemple.fr"], cc=[], bcc=[], reply_to=["nora@exemple.fr"], attempts=1, last_error="",
    text="Bonjour,\n\nVoir http://exemple.fr/plateformes/", sent_at=True, is_abandoned=False,
    created_at=datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC), attachments=Thing(all=[]),
)  # fmt: skip
WAITING = Thing(
    title="Une demande d’accès attend votre réponse", url="/extranet/", detail="Association d’exemple, Lens",
    at=datetime.datetime(2026, 11, 17, 9, 30, tzinfo=datetime.UTC),
)  # fmt: skip
VERSION = Thing(
    number=2, document_id=1, get_kind_display="PDF", size=120_000, is_current=True, is_open=True, is_infected=False,
    comment="Adresse corrigée, page 2.", author="Alice (exemple)", get_scan_display="sain", sha256="0f" * 32,
    created_at=MAIL.created_at,
)  # fmt: skip
FOLDER = Thing(name="Modèles", slug="modeles", description="À reprendre tels quels.", count=3,
               last_at=MAIL.created_at, is_followed=True)  # fmt: skip
PAPER = Thing(
    pk=1, title="Guide du bail glissant", description="Douze pages.", folder=Thing(name="Modèles", slug="modeles"),
    current=VERSION, is_new=True, is_unread=True, is_to_read=True, is_archived=False, extract="",
)  # fmt: skip
CHART = Chart(
    title="Inscriptions aux formations", about="Plateforme", series=("2025", "2026"), unit="personnes",
    source="listes d’émargement (exemple)", rows=(
        ("Lens-Hénin", (42, 57)), ("Calaisis", (Hidden(5), 18)), ("Ternois", (None, 12)),
        ("Montreuillois, Audomarois et littoral", (23, Hidden(5))),
    ),
)  # fmt: skip
LINK = Thing(label="Le principe", href="/")


class ExampleForm(forms.Form):
    name = forms.CharField(label="Votre nom")
    email = forms.EmailField(label="Votre courriel", help_text="Pour vous répondre.")
    agree = forms.BooleanField(label="J’ai relu mon message", required=False)


FORM = {"name": "", "email": "nom@", "agree": "on"}

# Component → the context of its example.
EXAMPLES: dict[str, dict] = {
    "breadcrumb": {"nav_name": "Exemple de fil d’Ariane",
                   "parent_title": "Plateformes", "parent_url": "/plateformes/", "current": "Lens-Hénin"},
    "call_to_action": {"title": "Une question ?", "text": "Écrivez-nous.", "url": "/contact/", "label": "Écrire"},
    "chart": {"chart": CHART},
    "coming_list": {"items": [WAITING]},
    "commune_list": {"communes": COMMUNES},
    "contact_card": {"contact": LENS, "title": "Joindre la coordination", "carrier": LENS.carrier,
                     "form_url": "/contact/lens-henin/", "is_primary": True},
    "document": {"document": Thing(title="Guide", url="/documents/1/guide.pdf", file_extension="pdf",
                                   get_file_size=120_000), "text": "Douze pages."},
    "document_list": {"documents": [PAPER], "shows_folder": True},
    "emergency": {},
    "error_summary": {},
    "finder_form": {"hint": "Par exemple : Lens, 62000 ou Hesdin", "field_id": "exemple"},
    "folder_list": {"folders": [FOLDER]},
    "for_whom": {"parts": [
        Thing(text="bailleur social", slug=""), Thing(text="CCAS ou CIAS", slug=""),
        Thing(text="cercle « Échanges de pratiques »", slug="exemple"),
    ]},
    "key_figures": {"title": "Pourquoi ici", "figures": [
        Thing(value="19,3", unit="%", text="de taux de pauvreté", comparison_label="France métropolitaine",
              comparison_value="14,1", source="", date=""),
        Thing(value="250", unit="et plus", text="accompagnements chaque année", comparison_label="",
              comparison_value="", source="exemple", date="2026", evolution="+\N{NO-BREAK SPACE}12 depuis 2025"),
    ]},
    "link_cards": {"title": "Pour aller plus loin", "cards": [Thing(link=LINK, text="En trois minutes.")]},
    "mail_list": {"mails": [MAIL]},
    "mail_sheet": {"mail": MAIL},
    "news_list": {"items": [WAITING] * 10},
    "notice": {"title": "Périmètre indicatif", "text": "Il reste à confirmer.", "tone": "caution"},
    "pages": {"page": Paginator(range(90), 30).page(2)},
    "opening_table": {"caption": "Exemple", "none": "Personne.", "rows": [
        Thing(name="Diane (exemple)", organisation="Une association", number=2, last_at=MAIL.created_at),
    ]},
    "place_list": {"places": [
        Thing(commune=COMMUNES[1], covers=[1], platform=LENS, other_body=None, matched="", matched_kind=""),
        Thing(commune=COMMUNES[0], covers=[], platform=None, other_body=None, matched="", matched_kind=""),
    ]},
    "platform_list": {"platforms": [LENS, CALAIS]},
    "principles": {"title": "Deux principes", "principles": [Thing(title="Le rythme du ménage", text="Le sien."),
                                                             Thing(title="Ses compétences", text="D’abord.")]},
    "professionals": {},
    "questions": {"title": "Questions", "questions": [
        Thing(question="Qui peut solliciter ?", answer="<p>Tout partenaire.</p>", slug="")]},
    "quote": {"text": "Le logement est la première étape.", "author": "Une coordinatrice"},
    "resource_list": {"resources": [
        Thing(pk=1, title="Guide du bail glissant", nature="document", text="Douze pages.", publisher="Une association",
              published_on=MAIL.created_at, document=Thing(url="/documents/1/guide.pdf", file_extension="pdf",
                                                           get_file_size=120_000)),
        Thing(pk=2, title="Le plan Logement d’abord", nature="lien", text="", publisher="", published_on=None,
              url="https://www.exemple.fr/", site_name="www.exemple.fr"),
    ]},
    "service_list": {"services": [SERVICE]},
    "service_sheet": {"service": SERVICE},
    "steps": {"title": "En deux temps", "steps": [Thing(title="Solliciter", text="Chacun le peut."),
                                                  Thing(title="Répondre", text="Toujours.")]},
    "tenant_contact": {},
    "terms": {"id": "mots-expliques", "terms": [
        {"slug": "ccas", "term": "CCAS", "definition": "Le service de la commune qui aide ses habitants."}]},
    "thread": {"entries": [
        Thing(get_kind_display="Demande envoyée", is_from_the_sender=True, by=None, text="",
              created_at=MAIL.created_at),
        Thing(get_kind_display="Précision demandée", is_from_the_sender=False, by="Une coordinatrice",
              text="Où travaillez-vous\N{NARROW NO-BREAK SPACE}?", created_at=MAIL.created_at),
    ]},
    "todo_list": {"items": [WAITING]},
    "territory_map": {"map": MAP, "active": ["lens-henin"], "name": "Carte d’exemple", "points": [
        Thing(x=200.0, y=110.0, radius=8.0),
    ]},
    "video": {"title": "En trois minutes", "url": "https://exemple.fr/video", "host": "exemple.fr", "duration": "3 min",
              "transcript": "<p>« Bonjour. »</p>"},
    "version_list": {"versions": [VERSION], "keeps": True},
}  # fmt: skip

# Shown otherwise than by their template: the form's own, and what needs a page or an image.
ELSEWHERE = {
    "audience": "Le choix de qui peut voir : dans les formulaires de la bibliothèque de l’espace professionnel.",
    "body": "La suite des blocs d’une page : chaque bloc a son aperçu dans l’administration.",
    "data_table": "Un tableau de page : voir l’aperçu du bloc « Tableau » dans l’administration.",
    "field": "Les champs du formulaire ci-dessus, par l’étiquette de gabarit « field ».",
    "gallery": "Des images de la médiathèque : voir l’aperçu du bloc « Galerie » dans l’administration.",
    "picture": "Une image de la médiathèque : voir l’aperçu du bloc « Image » dans l’administration.",
}


# What the example of a paper shows.
PAPER_DATA = {
    "text": "Un papier se lit à l’écran comme à l’oreille : ses titres, ses tableaux et ses images sont nommés.\n\n"
    "Il prend le nom et les couleurs de la collectivité.",
    "facts": [["Lieu", "Lens, salle d’exemple"], ["Horaires", "9 h à 17 h"]],
    "notice": "Toutes les valeurs de ce papier sont des exemples.",
    "chart": CHART.plain(),
    "headers": ["Personne", "Organisation", "Heures"],
    "rows": [["Diane (exemple)", "Une association", "14"], ["Bob (exemple)", "Un bailleur", "7"]],
    "people": ["Diane (exemple)", "Bob (exemple)"],
}


def for_the_back_office(view):
    """Show it to those whom the back-office lets in."""

    @wraps(view)
    def guarded(request):
        if not request.account.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (request.user.is_superuser or getattr(request.membership, "opens_back_office", False)):
            raise PermissionDenied
        return view(request)

    return guarded


@require_safe
@for_the_back_office
def gallery(request):
    """Show every component."""
    return render(request, "design/gallery.html", context(request))


@require_safe
@for_the_back_office
def paper(request):
    """The example of a paper, in the look of whose address this is."""
    pdf = print_paper("example", PAPER_DATA, look=request.tenant.look, title="Exemple de papier", at=timezone.now())
    return HttpResponse(pdf, content_type="application/pdf")


def context(request=None) -> dict:
    """Return the examples, rendered: (name, html), by name."""
    form = ExampleForm(FORM)
    examples = EXAMPLES | {"error_summary": {"form": form}}
    drawn = [
        (name, render_to_string(f"components/{name}.html", example, request))
        for name, example in sorted(examples.items())
        if name not in ELSEWHERE
    ]
    return {"components": drawn, "elsewhere": ELSEWHERE, "form": form}
