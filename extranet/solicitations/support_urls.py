"""Below ``/extranet/solliciter/``: the support that follows a solicitation, and the list of those that one follows."""

from django.urls import path

from extranet.solicitations.views import supports, supports_kept

SUPPORT = "<reference:reference>/accompagnement"

urlpatterns = [
    path("accompagnements/", supports.supports, name="solicitation_supports"),
    path(f"{SUPPORT}/mettre-en-place/", supports.begin, name="solicitation_support_create"),
    path(f"{SUPPORT}/personnes/", supports.people, name="solicitation_support_people"),
    path(f"{SUPPORT}/relais/<slug:role>/", supports.hand_over, name="solicitation_support_hand_over"),
    path(f"{SUPPORT}/modifier/", supports_kept.change, name="solicitation_support_edit"),
    path(f"{SUPPORT}/etapes/", supports_kept.note_step, name="solicitation_support_step"),
    path(f"{SUPPORT}/etapes/<int:step>/retirer/", supports_kept.drop_step, name="solicitation_support_step_drop"),
    path(f"{SUPPORT}/bail-glissant/", supports_kept.note_stage, name="solicitation_support_lease"),
    path(f"{SUPPORT}/bail-glissant/<slug:stage>/retirer/", supports_kept.drop_stage,
         name="solicitation_support_stage_drop"),
    path(f"{SUPPORT}/terminer/", supports_kept.end, name="solicitation_support_end"),
]  # fmt: skip
