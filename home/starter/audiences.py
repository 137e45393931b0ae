"""What a private owner and a mayor find on the first day: true of every territory, for the staff to make their own."""

from home.contact.subjects import ContactSubject
from home.starter.building import block, bullets, callout, heading, text, titled

OWNERS, MAYORS = "proprietaires", "maires"
SLUGS = (OWNERS, MAYORS)
AWARENESS = "Des séances pour comprendre"

LETTING_STEPS = block(
    "steps",
    {
        "title": "Comment cela se passe",
        "steps": [
            titled(
                "Vous nous écrivez",
                "La commune, la taille du logement, quand il est libre : cela suffit pour commencer.",
            ),
            titled(
                "Un organisme agréé vous rencontre",
                "Il visite le logement, dit quel loyer convient et quelle formule vous va : location ou gestion.",
            ),
            titled(
                "Le bail se signe",
                "Avec l’organisme, qui sous-loue, ou avec le ménage, l’organisme gérant la location pour vous.",
            ),
            titled(
                "Le ménage est accompagné",
                "L’organisme reste votre interlocuteur, pour le loyer, l’entretien et la vie dans le logement.",
            ),
        ],
    },
)


def invitation(subject: ContactSubject, title: str, words: str, label: str) -> dict:
    """Return the panel that leads to the form, its subject chosen already."""
    link = {"label": label, "page": None, "url": f"/contact/?sujet={subject.value}"}
    return block("action", {"title": title, "text": words, "link": link})


def write_to_us(subject: ContactSubject) -> dict:
    if subject is ContactSubject.OWNER:
        title, words = "Un logement à proposer ?", "Donnez sa commune : votre message ira à la bonne personne."
        return invitation(subject, title, words, "Écrire, en tant que propriétaire")
    title, words = "Une question pour votre commune ?", "Dites laquelle : la plateforme qui y répond vous lira."
    return invitation(subject, title, words, "Écrire, en tant que mairie")


def audience_pages(*, has_trainings: bool) -> list[dict]:
    """Return the pages for private owners and for mayors."""
    return [owners_page(), mayors_page(has_trainings=has_trainings)]


def owners_page() -> dict:
    return {
        "slug": OWNERS,
        "title": "Vous êtes propriétaire",
        "lead": "Louer votre logement à un ménage qui en a besoin, avec un organisme agréé entre vous et lui.",
        "body": [
            heading("L’intermédiation locative, en deux mots"),
            text(
                "Entre vous et le ménage se tient un organisme agréé par l’État. Vous louez ; il s’occupe du reste.",
                bullets(
                    "<b>En location et sous-location</b>, l’organisme est votre locataire : c’est lui qui vous paie "
                    "le loyer, et qui répond de l’entretien courant.",
                    "<b>En mandat de gestion</b>, le ménage est votre locataire : l’organisme gère la location pour "
                    "votre compte et accompagne le ménage.",
                ),
            ),
            LETTING_STEPS,
            heading("Ce qu’il faut savoir avant"),
            text(
                "Le loyer est plus modéré que celui du marché ; une aide fiscale ou une prime peut le compenser, "
                "selon le logement et le moment. L’organisme vous dit ce qui s’applique au vôtre : ne vous engagez "
                "sur aucun chiffre sans l’avoir vu avec lui."
            ),
            write_to_us(ContactSubject.OWNER),
        ],
    }


def mayors_page(*, has_trainings: bool) -> dict:
    return {
        "slug": MAYORS,
        "title": "Vous êtes maire ou élu",
        "lead": "Ce qui existe pour votre commune, et qui appeler quand un habitant perd son logement.",
        "body": [
            heading("Qui répond pour votre commune"),
            text(
                "Une plateforme Logement d’abord a un territoire et une coordination. "
                '<a href="/trouver/">Écrivez le nom de votre commune</a> : la page dit qui répond, et comment '
                "le joindre."
            ),
            heading("Ce que la plateforme peut faire avec vous"),
            text(
                bullets(
                    "Regarder une situation qui bloque avec les services qui la connaissent, sans que personne ne "
                    "soit nommé dans un premier message.",
                    "Dire ce qui existe autour d’elle : "
                    '<a href="/services/">les services du territoire</a> en donnent la liste.',
                    "Expliquer l’intermédiation locative aux propriétaires de la commune.",
                )
            ),
            *awareness(has_trainings=has_trainings),
            callout(
                "urgent",
                "Une personne est sans abri ce soir ?",
                "Le 115 répond jour et nuit, gratuitement.",
            ),
            write_to_us(ContactSubject.MAYOR),
        ],
    }


def awareness(*, has_trainings: bool) -> list[dict]:
    """Return the lines on the sessions, for a tenant that holds some on this portal."""
    if not has_trainings:
        return []
    words = (
        "Élues et élus ont leur place dans les formations et les séances de sensibilisation. Le programme et les "
        'inscriptions sont dans <a href="/formations/">les formations</a>.'
    )
    return [heading(AWARENESS), text(words)]
