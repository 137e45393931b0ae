from wagtail import blocks

from portal.pages.blocks.text import SHORT_FEATURES

GROUP = "Explications"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    text = blocks.TextBlock(label="Texte", rows=3)

    class Meta:
        icon = "arrow-right"
        label = "Étape"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    steps = blocks.ListBlock(StepBlock(), label="Étapes", min_num=2, max_num=6)

    class Meta:
        icon = "list-ol"
        label = "Étapes"
        group = GROUP
        template = "blocks/steps.html"
        description = "Ce qui se passe, dans l’ordre."
        preview_value = {
            "title": "Comment une situation est suivie",
            "steps": [
                {"title": "Un partenaire sollicite la plateforme", "text": "Chacun peut le faire."},
                {"title": "Le coordinateur étudie la situation", "text": "Il répond toujours."},
            ],
        }


class PrinciplesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    principles = blocks.ListBlock(StepBlock(label="Principe"), label="Principes", min_num=2, max_num=6)

    class Meta:
        icon = "tick"
        label = "Principes"
        group = GROUP
        template = "blocks/principles.html"
        description = "Quelques idées d’égale importance."
        preview_value = {
            "title": "Trois principes",
            "principles": [
                {"title": "Le rythme du ménage", "text": "Son projet décide du calendrier."},
                {"title": "Ses compétences", "text": "On part de ce qu’il sait faire."},
            ],
        }


class PublicsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    text = blocks.RichTextBlock(label="Qui est concerné", features=SHORT_FEATURES)
    examples_title = blocks.CharBlock(label="Titre des exemples", required=False)
    examples = blocks.ListBlock(blocks.CharBlock(label="Situation"), label="Exemples de situations")

    class Meta:
        icon = "group"
        label = "Publics"
        group = GROUP
        template = "blocks/publics.html"
        description = "À qui cela s’adresse, avec des exemples de situations."
        preview_value = {
            "title": "Pour qui",
            "text": "<p>Des personnes sans domicile, ou dont le parcours complique l’accès au logement.</p>",
            "examples_title": "Par exemple",
            "examples": ["Un jeune en grande vulnérabilité", "Un ménage menacé d’expulsion"],
        }


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label="Ton", choices=[("info", "information"), ("urgent", "urgence")], default="info")
    title = blocks.CharBlock(label="Titre", required=False)
    text = blocks.RichTextBlock(label="Texte", features=SHORT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        group = GROUP
        template = "blocks/callout.html"
        title_level = None  # a notice: its title is a line of text
        description = "Ce qu’il ne faut pas manquer."
        preview_value = {"tone": "urgent", "title": "Sans abri ce soir ?", "text": "<p>Appelez le 115.</p>"}


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Question")
    answer = blocks.RichTextBlock(label="Réponse", features=[*SHORT_FEATURES, "ul", "ol"])

    class Meta:
        icon = "help"
        label = "Question"


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    questions = blocks.ListBlock(QuestionBlock(), label="Questions", min_num=1)

    class Meta:
        icon = "help"
        label = "Questions fréquentes"
        group = GROUP
        template = "blocks/questions.html"
        description = "Des questions que l’on déplie."
        preview_value = {
            "title": "Questions fréquentes",
            "questions": [{"question": "Qui peut solliciter ?", "answer": "<p>Tout partenaire.</p>"}],
        }


class AccordionSectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Intitulé")
    text = blocks.RichTextBlock(label="Contenu", features=[*SHORT_FEATURES, "h3", "ul", "ol", "document-link"])

    class Meta:
        icon = "collapse-down"
        label = "Volet"


class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Titre")
    sections = blocks.ListBlock(AccordionSectionBlock(), label="Volets", min_num=2, max_num=12)

    class Meta:
        icon = "collapse-down"
        label = "Accordéon"
        group = GROUP
        template = "blocks/accordion.html"
        description = "Des volets que l’on déplie, pour ce que chacun ne lit pas ; jamais pour l’essentiel."
        preview_value = {
            "title": "Selon votre situation",
            "sections": [
                {"title": "Vous êtes hébergé chez un tiers", "text": "<p>Parlez-en à un travailleur social.</p>"},
                {"title": "Vous recevez un congé", "text": "<p>N’attendez pas la date de départ.</p>"},
            ],
        }
