"""What the administration says of its impact assessment."""

from django import forms

from events.staff.times import DayField
from extranet.solicitations.models import ImpactAssessment
from extranet.solicitations.models.assessments import LONGEST_RETENTION
from portal.design.templatetags.design import capital
from portal.design.typography import french

MONTHS = french(f"De 1 à {LONGEST_RETENTION} mois.")


class AssessmentForm(forms.ModelForm):
    carried_out_on = DayField(
        label="Analyse d’impact faite le", error_messages={"required": "Donnez le jour de l’analyse."}
    )
    review_on = DayField(
        label="À relire le", help_text=ImpactAssessment._meta.get_field("review_on").help_text,
        error_messages={"required": "Donnez le jour de la relecture."},
    )  # fmt: skip

    class Meta:
        model = ImpactAssessment
        fields = [
            "carried_out_on", "carried_out_by", "reference", "controller", "legal_basis", "basis_note",
            "retention_months", "review_on",
        ]  # fmt: skip
        labels = {"carried_out_by": "Faite par", "retention_months": "Mois gardés après le dernier échange"}
        widgets = {"legal_basis": forms.RadioSelect, "basis_note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "basis_note": french(
                "Cet article ne couvre pas d’office tous les partenaires : votre délégué ou déléguée le confirme."
            )
        }
        error_messages = {
            "carried_out_by": {"required": "Dites qui a fait l’analyse."},
            "reference": {"required": "Donnez la référence du document."},
            "controller": {"required": "Dites qui est responsable du traitement."},
            "legal_basis": {"required": "Choisissez la base légale."},
            "retention_months": {"required": "Donnez une durée, en mois.", "min_value": MONTHS, "max_value": MONTHS},
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bases = ImpactAssessment.LegalBasis.choices
        self.fields["legal_basis"].choices = [(value, capital(label)) for value, label in bases]
        self.fields["retention_months"].widget.attrs |= {"min": 1, "max": LONGEST_RETENTION}
