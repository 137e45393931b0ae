"""What people type: to join, to invite, to give roles."""

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils.html import format_html

from portal.design.typography import french
from portal.tenancy.capabilities import DESCRIPTIONS
from portal.tenancy.models import Role
from portal.tenancy.team import NO_ROLE, State


class AccountForm(forms.Form):
    """The account that an invitation opens: its address is known, the rest is asked."""

    first_name = forms.CharField(
        label="Prénom", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Écrivez votre prénom."},
    )  # fmt: skip
    last_name = forms.CharField(
        label="Nom", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Écrivez votre nom."},
    )  # fmt: skip
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        help_text=french("Douze caractères au moins : quelques mots qui vont mal ensemble, par exemple."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un mot de passe."},
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        cleaned = super().clean()
        if "password" in cleaned:
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
            user = get_user_model()(email=self.email, **names)
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


def _choices() -> list[tuple[str, str]]:
    """Return the tenant's roles, each with what it opens."""
    return [
        (role.value, format_html("<strong>{}</strong> – {}", role.label, french(DESCRIPTIONS[role]))) for role in Role
    ]


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Rôles",
        required=False,
        choices=_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=french("Aucun rôle coché : membre de l’espace, sans accès à l’administration."),
    )


class InvitationForm(RolesForm):
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        help_text=french("L’invitation n’est valable que pour cette adresse, pendant quatorze jours, une fois."),
        error_messages={
            "required": "Écrivez l’adresse de la personne à inviter.",
            "invalid": "Cette adresse n’est pas complète. Exemple\N{NO-BREAK SPACE}: prenom.nom@organisme.fr",
        },
    )
    field_order = ["email", "roles"]


class TeamFilterForm(forms.Form):
    """What narrows the list. A value that is none of the choices narrows nothing."""

    q = forms.CharField(label="Nom ou courriel", required=False, max_length=100)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *Role.choices, (NO_ROLE, "Aucun")])
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *State.choices])

    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
