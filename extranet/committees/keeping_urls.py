"""Below ``/extranet/comites/``, what the secretary keeps: who sits, meetings, agendas, papers, attendance."""

from django.urls import path

from extranet.committees.views import agenda_kept, convoking, founding, papers_kept, preparing, presences, seats

MEETING = "reunions/<int:pk>"

urlpatterns = [
    path("creer/nouveau/", founding.create, name="committee_create"),
    path("creer/personnes/", founding.people, name="committee_create_people"),
    path("<slug:slug>/modifier/", founding.edit, name="committee_edit"),
    path("<slug:slug>/clore/", founding.close, name="committee_close"),
    path("<slug:slug>/membres/", seats.seats, name="committee_members"),
    path("<slug:slug>/membres/personnes/", founding.people_of_one, name="committee_people"),
    path("<slug:slug>/membres/<int:member>/fin/", seats.unseat, name="committee_unseat"),
    path("<slug:slug>/membres/<int:member>/mandat/", seats.give, name="committee_mandate_give"),
    path("<slug:slug>/membres/mandats/<int:mandate>/fin/", seats.end, name="committee_mandate_end"),
    path("<slug:slug>/nouvelle-reunion/", preparing.create, name="meeting_create"),
    path(f"{MEETING}/preparer/", preparing.prepare, name="meeting_prepare"),
    path(f"{MEETING}/modifier/", preparing.edit, name="meeting_edit"),
    path(f"{MEETING}/points/ajouter/", agenda_kept.add_item, name="item_add"),
    path(f"{MEETING}/points/<int:item>/modifier/", agenda_kept.change_item, name="item_change"),
    path(f"{MEETING}/points/<int:item>/retirer/", agenda_kept.remove_item, name="item_remove"),
    path(f"{MEETING}/points/<int:item>/deplacer/", agenda_kept.shift_item, name="item_shift"),
    path(f"{MEETING}/points/<int:item>/traite/", agenda_kept.mark_item, name="item_mark"),
    path(f"{MEETING}/parties/ajouter/", agenda_kept.add_section, name="section_add"),
    path(f"{MEETING}/parties/<int:section>/renommer/", agenda_kept.rename_section, name="section_rename"),
    path(f"{MEETING}/parties/<int:section>/retirer/", agenda_kept.remove_section, name="section_remove"),
    path(f"{MEETING}/points-proposes/<int:proposal>/", agenda_kept.answer, name="proposal_answer"),
    path(f"{MEETING}/pieces/deposer/", papers_kept.add, name="paper_add"),
    path(f"{MEETING}/pieces/joindre/", papers_kept.attach, name="paper_attach"),
    path(f"{MEETING}/pieces/<int:paper>/retirer/", papers_kept.detach, name="paper_detach"),
    path(f"{MEETING}/convoquer/", convoking.convoke, name="meeting_convoke"),
    path(f"{MEETING}/etat/<slug:deed>/", convoking.state, name="meeting_state"),
    path(f"{MEETING}/presences/", presences.presences, name="meeting_presences"),
    path(f"{MEETING}/ouvertures/", papers_kept.openings, name="meeting_openings"),
]
