from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "portal.organisations"
    verbose_name = "organisations"
