from django import forms

from home.models import ContactMessage


class ContactForm(forms.ModelForm):
    """A message to a platform or to the tenant. The honeypot ``website`` is for machines alone."""

    website = forms.CharField(required=False, label="Ne pas remplir", max_length=200)

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "message"]
        labels = {"name": "Votre nom", "email": "Votre courriel", "message": "Votre message"}
        help_texts = {"email": "Professionnel ou personnel\N{NO-BREAK SPACE}: c’est là que l’on vous répondra."}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": "Écrivez votre nom, pour que l’on sache à qui répondre."},
            "email": {
                "required": "Écrivez votre courriel : c’est là que l’on vous répondra.",
                "invalid": "Ce courriel n’est pas complet. Exemple : prenom.nom@organisme.fr",
            },
            "message": {"required": "Écrivez votre message."},
        }

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))
