from django.urls import path

from home.legal.views import accessibility, complaints, notices

urlpatterns = [
    path("accessibilite/", accessibility.statement, name="accessibility"),
    path("accessibilite/schema-pluriannuel/", accessibility.scheme, name="accessibility_scheme"),
    path("accessibilite/signaler/", complaints.complain, name="accessibility_complaint"),
    path("accessibilite/signalement-recu/", complaints.received, name="accessibility_complaint_received"),
    path("mentions-legales/", notices.legal_notice, name="legal_notice"),
    path("donnees-personnelles/", notices.personal_data, name="personal_data_notice"),
    path("cookies/", notices.cookies, name="cookies"),
]
