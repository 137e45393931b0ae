from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "extranet.directory"
    verbose_name = "annuaire"
