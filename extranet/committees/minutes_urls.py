"""The minutes of a meeting, below ``/extranet/comites/``."""

from django.urls import path

from extranet.committees.views import minutes_reading, minutes_steps, minutes_writing

MINUTES = "reunions/<int:pk>/compte-rendu/"

urlpatterns = [
    path(MINUTES, minutes_reading.minutes, name="minutes"),
    path(f"{MINUTES}compte-rendu.pdf", minutes_reading.paper, name="minutes_pdf"),
    path(f"{MINUTES}versions/<int:passage>/", minutes_reading.history, name="minutes_history"),
    path(f"{MINUTES}commencer/", minutes_writing.begin, name="minutes_begin"),
    path(f"{MINUTES}ecrire/", minutes_writing.write, name="minutes_write"),
    path(f"{MINUTES}ecrire/points/", minutes_writing.bring_items, name="minutes_items"),
    path(f"{MINUTES}ecrire/<int:passage>/", minutes_writing.save, name="minutes_save"),
    path(f"{MINUTES}relecture/", minutes_steps.open_rereading, name="minutes_reread"),
    path(f"{MINUTES}remarques/<int:passage>/", minutes_steps.comment, name="minutes_comment"),
    path(f"{MINUTES}remarques/<int:remark>/traiter/", minutes_steps.resolve, name="minutes_resolve"),
    path(f"{MINUTES}brouillon/", minutes_steps.take_back, name="minutes_take_back"),
    path(f"{MINUTES}approbation/", minutes_steps.approve, name="minutes_approve"),
    path(f"{MINUTES}publication/", minutes_steps.publish, name="minutes_publish"),
    path(f"{MINUTES}erratum/", minutes_steps.erratum, name="minutes_erratum"),
    path(f"{MINUTES}extrait/", minutes_steps.extract, name="minutes_extract"),
]
