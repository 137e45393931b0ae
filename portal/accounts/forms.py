"""What a person types about their own account."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from portal.accounts.models import User
from portal.design.typography import french

INCOMPLETE = french("Cette adresse n’est pas complète. Exemple : prenom.nom@organisme.fr")


class OfAnAddress:
    """The field where one says whose account it is, in the words of the other forms."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["login" if "login" in self.fields else "email"]
        field.label = "Courriel"
        field.error_messages |= {"required": "Écrivez le courriel de votre compte.", "invalid": INCOMPLETE}


class OurLoginForm(OfAnAddress, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = "Écrivez votre mot de passe."


class OurLoginCodeForm(OfAnAddress, RequestLoginCodeForm):
    pass


class OurResetPasswordForm(OfAnAddress, ResetPasswordForm):
    pass


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in (("first_name", "Écrivez votre prénom."), ("last_name", "Écrivez votre nom.")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = words


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Nouvelle adresse",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez la nouvelle adresse.",
            "invalid": INCOMPLETE,
        },
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.user.email.lower():
            raise forms.ValidationError("C’est déjà l’adresse de votre compte.")
        return email


class PasskeyForm(AddWebAuthnForm):
    """A passkey opens the account by itself: it asks its holder for a finger, a face or a PIN. No other is taken."""

    passwordless = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        self.fields["name"].max_length = self.fields["name"].widget.attrs["maxlength"] = 60
        self.fields["name"].help_text = french("Pour la reconnaître : « Téléphone », « Ordinateur du bureau »…")
        self.initial["name"] = ""

    def clean_name(self) -> str:
        return super().clean_name()[:60]

    def clean(self) -> dict:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label="Nom de la clé", max_length=60, error_messages={"required": "Donnez-lui un nom."})
