import zipfile

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from extranet.solicitations import setting_up
from home.legal.pack import NotWholeError, refuse_unless_whole, refused_in_words
from portal.console.archive.checking import RefusedError, refuse_unless_empty
from portal.console.models import Deletion
from portal.design.typography import french
from portal.tenancy.models import Module, Tenant, TenantDomain
from portal.tenancy.proconnect import addresses
from portal.territories.models import Departement, Intercommunality


class OpeningForm(forms.Form):
    """What it takes to open a tenant (portal.console.opening)."""

    name = forms.CharField(label="Nom", max_length=120, help_text="« Département du Nord »")
    short_name = forms.CharField(
        label="Nom court", max_length=40, help_text="« Nord » : dans l’en-tête du site et l’objet des courriels."
    )
    kind = forms.ChoiceField(label="Nature", choices=Tenant.Kind.choices)
    host = forms.CharField(
        label="Adresse du site", max_length=253, help_text="Le nom d’hôte seul : « logement.lenord.fr »."
    )
    departement = forms.ModelChoiceField(
        Departement.objects.order_by("code"),
        label="Territoire : tout un département",
        required=False,
        empty_label="— aucun, des intercommunalités —",
    )
    intercommunalities = forms.ModelMultipleChoiceField(
        Intercommunality.objects.order_by("name"),
        label="ou des intercommunalités",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Plusieurs : Ctrl ou ⌘ en cliquant.",
    )
    administrator = forms.EmailField(
        label="Courriel de la première personne qui administre",
        help_text="Elle reçoit une invitation, valable quatorze jours.",
    )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("departement")) == bool(cleaned.get("intercommunalities")):
            self.add_error("departement", "Choisissez un département, ou des intercommunalités : l’un des deux.")
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Show, by its field, what the service refused."""
        for field, said in error.message_dict.items():
            self.add_error(field if field in self.fields else None, said)


class TenantForm(forms.ModelForm):
    modules = forms.MultipleChoiceField(
        label="Modules", choices=Module.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Tenant
        fields = ["name", "short_name", "kind", "state", "modules", "has_proconnect"]
        help_texts = {"state": french("En préparation : un bandeau, et rien dans les moteurs de recherche.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.deletion_due_at:
            self.fields["state"].disabled = True
            self.fields["state"].help_text = "Une suppression est demandée : le portail reste fermé, ou elle s’annule."
        if settings.PROCONNECT:
            self.fields["has_proconnect"].help_text = _to_declare(self.instance)
        else:
            del self.fields["has_proconnect"]

    def clean_state(self) -> str:
        """Refuse to open a portal whose legal pack is not whole, and say what is missing."""
        state = self.cleaned_data["state"]
        if state == Tenant.State.OPEN != self.instance.state:
            refuse_unless_whole(self.instance)
        return state

    def clean_modules(self) -> list[str]:
        """Refuse to switch solicitations on before the tenant has recorded its impact assessment, and say so."""
        modules = self.cleaned_data["modules"]
        if Module.SOLICITATIONS in modules and Module.SOLICITATIONS not in self.initial["modules"]:
            setting_up.refuse_unless_assessed(self.instance)
        return modules

    def save_unless_refused(self) -> bool:
        """Save, and say whether it was done: what was checked may have changed since, which is said by its field."""
        try:
            with refused_in_words(self.instance), setting_up.refused_in_words(self.instance):
                self.save()
        except NotWholeError as error:
            self.add_error("state", error)
        except setting_up.NotAssessedError as error:
            self.add_error("modules", error)
        return not self.errors


def _to_declare(tenant: Tenant) -> SafeString:
    words = french("Déclarez d’abord chez ProConnect : retour de connexion {} ; de déconnexion {}")
    shown = [format_html('<span class="breakable">{}</span>', address) for address in addresses(tenant).values()]
    return format_html(words, *shown)


class DomainForm(forms.ModelForm):
    class Meta:
        model = TenantDomain
        fields = ["host"]
        labels = {"host": "Ajouter un nom d’hôte"}
        help_texts = {"host": "Il mènera à l’adresse principale."}
        error_messages = {"host": {"unique": "Un portail répond déjà à cette adresse."}}

    def __init__(self, tenant: Tenant, data=None):
        super().__init__(data, instance=TenantDomain(tenant=tenant, is_canonical=False))
        self.fields["host"].widget.attrs["autocapitalize"] = "none"

    def clean_host(self):
        return self.cleaned_data["host"].lower()


class AccountSearchForm(forms.Form):
    q = forms.CharField(label="Nom ou courriel", required=False, max_length=100)


class DeletionForm(forms.Form):
    """What it takes to have a tenant erased: its slug, typed again."""

    slug = forms.CharField(label="Identifiant de la collectivité", max_length=50)
    reason = forms.CharField(
        label="Motif",
        max_length=Deletion._meta.get_field("reason").max_length,
        required=False,
        help_text=french("Gardé avec le certificat : « fin de la convention ». Aucun nom de personne."),
    )

    def __init__(self, tenant, data=None):
        super().__init__(data)
        self.fields["slug"].help_text = french(f"Pour confirmer, écrivez « {tenant.slug} ».")
        self.fields["slug"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class ImportForm(forms.Form):
    archive = forms.FileField(
        label="Archive",
        help_text=french("Le fichier .zip qu’un export a produit, sur une installation de la même version."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def clean_archive(self):
        file = self.cleaned_data["archive"]
        if not zipfile.is_zipfile(file):
            raise ValidationError("Ce fichier n’est pas une archive, ou il est tronqué.")
        file.seek(0)
        return file

    def clean(self):
        try:
            refuse_unless_empty()
        except RefusedError as error:
            raise ValidationError(str(error)) from error
        return super().clean()


class ConfirmImportForm(forms.Form):
    invite = forms.BooleanField(
        label="Écrire aux membres dont le compte est nouveau ici, pour qu’ils choisissent un mot de passe",
        required=False,
        initial=True,
        help_text="Sans cela, personne ne reçoit rien : pour un essai.",
    )


class RenewalForm(forms.Form):
    archive = forms.FileField(
        label="Archive du nouveau référentiel (zip)",
        help_text="Les six fichiers CSV, tels que « import_communes » les lit, et les contours s’ils sont prêts.",
    )

    def clean_archive(self):
        file = self.cleaned_data["archive"]
        if not zipfile.is_zipfile(file):
            raise ValidationError("Ce fichier n’est pas une archive zip, ou il est tronqué.")
        file.seek(0)
        return file


class ApplyRenewalForm(forms.Form):
    """Whatever tenants lose is accepted by name, or nothing is applied."""

    accept = forms.BooleanField(
        label="Supprimer ces règles et exceptions ; chaque collectivité le lira dans « À vérifier »", required=False
    )

    def __init__(self, *args, lost: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not lost:
            del self.fields["accept"]

    def clean_accept(self):
        if not self.cleaned_data["accept"]:
            raise ValidationError("Corrigez d’abord ces lignes avec les collectivités, ou acceptez leur suppression.")
        return True


class EndSessionsForm(forms.Form):
    """What goes with the sessions (portal.operations.sessions)."""

    feeds = forms.BooleanField(
        label="Aussi les adresses privées de l’agenda", required=False,
        help_text="Les téléphones et les agendas abonnés ne recevront plus rien ; chacun refera son abonnement.",
    )  # fmt: skip
    passwords = forms.BooleanField(
        label="Aussi les mots de passe", required=False,
        help_text=french(
            "Pour se reconnecter : « mot de passe oublié », ou un code reçu par courriel. À cocher dès qu’un mot de "
            "passe a pu être lu ou deviné."
        ),
    )  # fmt: skip
