"""Below ``/extranet/bibliotheque/``."""

from django.urls import path

from extranet.library.views import documents, files, folders, keeping, openings, reading

urlpatterns = [
    path("", reading.library, name="library"),
    path("recherche/", reading.search, name="library_search"),
    path("nouveau-dossier/", folders.create, name="library_folder_create"),
    path("archives/", keeping.archives, name="library_archives"),
    path("personnes/", keeping.people, name="library_people"),
    path("regles/", keeping.policy, name="library_policy"),
    path("dossiers/<slug:slug>/", reading.folder, name="library_folder"),
    path("dossiers/<slug:slug>/suivre/", reading.follow, name="library_follow"),
    path("dossiers/<slug:slug>/modifier/", folders.edit, name="library_folder_edit"),
    path("dossiers/<slug:slug>/supprimer/", folders.delete, name="library_folder_delete"),
    path("dossiers/<slug:slug>/deposer/", files.upload, name="library_upload"),
    path("documents/<int:pk>/", reading.document, name="library_document"),
    path("documents/<int:pk>/telecharger/", reading.current_file, name="library_file"),
    path("documents/<int:pk>/versions/<int:number>/", reading.version_file, name="library_version"),
    path("documents/<int:pk>/modifier/", documents.edit, name="library_document_edit"),
    path("documents/<int:pk>/nouvelle-version/", files.add_version, name="library_add_version"),
    path("documents/<int:pk>/archiver/", documents.archive, name="library_archive"),
    path("documents/<int:pk>/supprimer/", documents.delete, name="library_document_delete"),
    path("documents/<int:pk>/lectures/", openings.openings, name="library_openings"),
    path("documents/<int:pk>/lectures.csv", openings.as_csv, name="library_openings_csv"),
]
