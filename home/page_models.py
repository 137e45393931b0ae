"""Pages to start from: what each holds before an editor has written a word.

What is left to write is marked « [à écrire : …] »: a page that still says so is not let out (portal.pages.checks).
"""

from dataclasses import dataclass, field

from django.apps import apps
from wagtail.models import Page

from home.starter.building import block, bullets, callout, heading, text, titled, typeset
from portal.design.slugs import free_slug
from portal.design.typography import french


@dataclass(frozen=True)
class PageModel:
    """``page_type`` is the model of the page; ``lead`` and ``blocks`` are as ``home.starter`` writes them."""

    code: str
    name: str
    description: str
    page_type: str = "home.ContentPage"
    lead: str = ""
    blocks: list[dict] = field(default_factory=list)

    @property
    def page_class(self) -> type[Page]:
        return apps.get_model(self.page_type)


def to_write(what: str) -> str:
    return f"[à écrire : {what}]"


PRESENTATION = PageModel(
    "dispositif", "Présentation d’un dispositif", "à quoi il sert, pour qui, comment il se déroule, comment y entrer.",
    lead=to_write("en une phrase, ce que le dispositif apporte et à qui"),
    blocks=[
        heading("À quoi cela sert"),
        text(to_write("le besoin auquel le dispositif répond, en quatre phrases au plus")),
        block("publics", {
            "title": "Pour qui", "text": f"<p>{to_write('qui est concerné, sans sigle')}</p>",
            "examples_title": "Par exemple", "examples": [to_write("une situation"), to_write("une autre situation")],
        }),
        block("steps", {"title": "Comment cela se passe", "steps": [
            titled("Demander", to_write("qui fait la demande, et comment")),
            titled("Étudier", to_write("qui étudie la demande, et en combien de temps")),
            titled("Accompagner", to_write("ce qui est fait, et par qui")),
        ]}),
        callout("info", "Bon à savoir", to_write("ce que l’on oublie souvent de demander")),
        block("finder", {"title": "Trouver la plateforme qui répond", "hint": ""}),
    ],
)  # fmt: skip
FOR_SOMEONE = PageModel(
    "public", "Page pour un public", "ce qu’une personne, un élu, un bailleur ou un partenaire trouve ici.",
    lead=to_write("à qui cette page s’adresse, et ce qu’elle y trouve"),
    blocks=[
        heading("Ce que vous trouverez ici"),
        text(to_write("ce que la plateforme apporte à ces personnes"),
             bullets(to_write("un apport"), to_write("un autre apport"))),
        block("principles", {"title": "Ce que nous vous garantissons", "principles": [
            titled("Une réponse", to_write("en combien de temps, et par qui")),
            titled("Un interlocuteur", to_write("qui suit la demande")),
        ]}),
        block("questions", {"title": "Vos questions", "questions": [
            {"question": to_write("une question que l’on vous pose"), "answer": f"<p>{to_write('sa réponse')}</p>"},
            {"question": to_write("une autre question"), "answer": f"<p>{to_write('sa réponse')}</p>"},
        ]}),
        block("contact", {"title": "Nous joindre"}),
    ],
)  # fmt: skip
STEPS = PageModel(
    "demarche", "Étapes d’une démarche", "ce qu’il faut préparer, les étapes dans l’ordre, les délais, les documents.",
    lead=to_write("ce que la démarche permet d’obtenir, et pour qui"),
    blocks=[
        heading("Avant de commencer"),
        text(to_write("ce qu’il faut avoir sous la main"), bullets(to_write("une pièce"), to_write("une autre pièce"))),
        block("steps", {"title": "Les étapes", "steps": [
            titled(f"Étape {number}", to_write("qui fait quoi")) for number in (1, 2, 3)
        ]}),
        block("table", {
            "table": {
                "caption": "Les délais",
                "columns": [{"type": "text", "heading": "Étape"}, {"type": "text", "heading": "Délai"}],
                "rows": [{"values": [f"Étape {number}", to_write("en jours ou en semaines")]} for number in (1, 2, 3)],
            },
            "has_row_headings": True, "source": "",
        }),
        block("accordion", {"title": "Selon votre situation", "sections": [
            {"title": to_write("une situation"), "text": f"<p>{to_write('ce qui change alors')}</p>"},
            {"title": to_write("une autre situation"), "text": f"<p>{to_write('ce qui change alors')}</p>"},
        ]}),
        block("finder", {"title": "À qui s’adresser", "hint": ""}),
    ],
)  # fmt: skip
REPORT = PageModel(
    "compte-rendu", "Actualité avec compte rendu", "ce qui a eu lieu, ce qui s’y est dit, ce qui vient ensuite.",
    page_type="home.NewsPage",
    lead=to_write("ce qui a eu lieu, où et quand, en une phrase"),
    blocks=[
        heading("Ce qui s’est dit"),
        text(to_write("l’essentiel, en trois paragraphes au plus")),
        block("quote", {"text": to_write("une phrase entendue, avec l’accord de qui l’a dite"),
                        "author": to_write("sa fonction")}),
        heading("Ce qui a été décidé"),
        text(bullets(to_write("une décision"), to_write("une autre décision"))),
        block("next_events", {"title": "Prochaines dates", "most": 3}),
    ],
)  # fmt: skip
EMPTY = PageModel("page-vide", "Page vide", "un titre, et la liste des blocs à choisir.")
EMPTY_NEWS = PageModel("actualite-vide", "Actualité vide", "un titre et une date.", page_type="home.NewsPage")

MODELS = (PRESENTATION, FOR_SOMEONE, STEPS, EMPTY, REPORT, EMPTY_NEWS)


def models_below(parent: Page) -> list[PageModel]:
    """Return the models of which a page may be made below ``parent``."""
    below = parent.creatable_subpage_models()
    return [model for model in MODELS if model.page_class in below and model.page_class.can_create_at(parent)]


def start_page(model: PageModel, parent: Page, title: str, *, by) -> Page:
    """Make a draft of ``model`` below ``parent``. It is for those whom ``parent`` is for."""
    page = model.page_class(
        title=title,
        slug=free_slug(title, parent.get_children(), otherwise="page"),
        lead=french(model.lead),
        body=typeset(model.blocks),
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page
