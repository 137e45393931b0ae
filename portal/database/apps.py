from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "portal.database"
    label = "portal_database"
