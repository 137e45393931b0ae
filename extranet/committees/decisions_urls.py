"""The decisions of committees, their register, and figures; below ``/extranet/comites/``."""

from django.urls import path

from extranet.committees.views import decisions, figures, register

urlpatterns = [
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/modifier/", decisions.edit, name="decision_edit"),
    path("reunions/<int:pk>/decisions/nouvelle/", decisions.take, name="decision_take"),
    path("<slug:slug>/decisions/", register.register, name="committee_decisions"),
    path("<slug:slug>/decisions/decisions.xlsx", register.as_xlsx, name="committee_decisions_xlsx"),
    path("<slug:slug>/decisions/decisions.csv", register.as_csv, name="committee_decisions_csv"),
    path("<slug:slug>/chiffres/", figures.figures, name="committee_figures"),
    path("<slug:slug>/chiffres/chiffres.xlsx", figures.as_xlsx, name="committee_figures_xlsx"),
    path("<slug:slug>/chiffres/presences.csv", figures.attendance_csv, name="committee_attendance_csv"),
    path("<slug:slug>/chiffres/decisions.csv", figures.decisions_csv, name="committee_decision_figures_csv"),
]
