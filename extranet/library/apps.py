from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "extranet.library"
    verbose_name = "bibliothèque"
