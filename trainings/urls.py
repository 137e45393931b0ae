"""Below ``/formations/``, for everybody; and, for members, what comes below ``/extranet/``."""

from django.urls import path

from trainings.views import (
    attendance,
    catalogue,
    checking,
    evaluations,
    figures,
    importing,
    lists,
    mine,
    papers,
    signing_up,
)

urlpatterns = [
    path("", catalogue.catalogue, name="trainings"),
    path("avis/merci/", evaluations.thanks, name="evaluation_thanks"),
    path("avis/<str:token>/", evaluations.evaluate, name="evaluation"),
    path("verifier/", checking.ask, name="certificate_ask"),
    path("verifier/<str:code>/", checking.check, name="certificate_check"),
    path("<slug:slug>/", catalogue.training, name="training"),
]

members_urlpatterns = [
    path("mes-formations/", mine.mine, name="my_trainings"),
    path("mes-formations/<int:pk>/", mine.one, name="my_training"),
    path("mes-formations/<int:pk>/convocation.pdf", papers.convocation, name="my_convocation"),
    path("mes-formations/<int:pk>/certificat.pdf", papers.mine, {"kind": "certificat"}, name="my_certificate"),
    path("mes-formations/<int:pk>/attestation.pdf", papers.mine, {"kind": "attestation"}, name="my_attestation"),
    path("mes-formations/inscription/<int:pk>/", signing_up.sign_up, name="training_sign_up"),
    path("mes-formations/inscription/<int:pk>/collegues/", signing_up.colleagues, name="training_colleagues"),
    path("mes-formations/inscription/<int:pk>/collegues/noms/", signing_up.names, name="training_colleague_names"),
    # the figures of a year, for elected members
    path("chiffres-des-formations/", figures.told_now, name="training_figures_told_now"),
    path("chiffres-des-formations/<int:year>/", figures.told, name="training_figures_told"),
    # the lists, for who keeps the trainings and for trainers
    path("gestion/formations/", lists.sessions, name="training_sessions"),
    path("gestion/formations/avis/<slug:slug>/", evaluations.of_training, name="training_evaluations"),
    path("gestion/formations/import/", importing.import_attendance, name="attendance_import"),
    path("gestion/formations/import/modele.csv", importing.template_csv, name="attendance_import_csv"),
    path("gestion/formations/import/modele.xlsx", importing.template_xlsx, name="attendance_import_xlsx"),
    path("gestion/formations/bilan/", figures.this_year, name="training_figures_now"),
    path("gestion/formations/bilan/<int:year>/", figures.figures, name="training_figures"),
    path("gestion/formations/bilan/<int:year>/bilan.xlsx", figures.as_xlsx, name="training_figures_xlsx"),
    path("gestion/formations/bilan/<int:year>/bilan.pdf", figures.as_pdf, name="training_figures_pdf"),
    path("gestion/formations/<int:pk>/", lists.registrations, name="registrations"),
    path("gestion/formations/<int:pk>/avis/", evaluations.of_session, name="session_evaluations"),
    path("gestion/formations/<int:pk>/agir/", lists.act, name="registrations_act"),
    path("gestion/formations/<int:pk>/inscriptions.csv", lists.as_csv, name="registrations_csv"),
    path("gestion/formations/<int:pk>/inscriptions.xlsx", lists.as_xlsx, name="registrations_xlsx"),
    # the day itself
    path("gestion/formations/<int:pk>/emargement.pdf", papers.sheet, name="attendance_sheet"),
    path("gestion/formations/<int:pk>/presence/<int:half_day>/", attendance.presence, name="presence"),
    path("gestion/formations/<int:pk>/presence/<int:half_day>/pointages/", attendance.ticks, name="presence_ticks"),
    path("gestion/formations/<int:pk>/presence/<int:half_day>/ajouter/", attendance.add, name="presence_add"),
    path("gestion/formations/<int:pk>/terminer/", attendance.finish, name="finish_session"),
    path(
        "gestion/formations/<int:pk>/certificats/<int:row>/certificat.pdf",
        papers.theirs,
        {"kind": "certificat"},
        name="their_certificate",
    ),
    path(
        "gestion/formations/<int:pk>/certificats/<int:row>/attestation.pdf",
        papers.theirs,
        {"kind": "attestation"},
        name="their_attestation",
    ),
]
