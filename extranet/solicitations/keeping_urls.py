"""Below ``/extranet/gestion/sollicitations/``, for the administration, whether the module is on or off."""

from django.urls import path

from extranet.solicitations.views import erasures, journal, setting_up

urlpatterns = [
    path("", setting_up.setup, name="solicitations_setup"),
    path("analyse-d-impact/", setting_up.assessment, name="solicitations_assessment"),
    path("ouvrir/", setting_up.switch_on, name="solicitations_switch_on"),
    path("fermer/", setting_up.switch_off, name="solicitations_switch_off"),
    path("registre.xlsx", setting_up.register_xlsx, name="solicitations_register_xlsx"),
    path("registre.pdf", setting_up.register_pdf, name="solicitations_register_pdf"),
    path("effacements/", erasures.reports, name="solicitations_erasures"),
    path("effacements/<int:pk>.xlsx", erasures.report_xlsx, name="solicitations_erasure_xlsx"),
    path("journal/", journal.journal, name="solicitations_journal"),
]
