from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    verbose_name = "comptes"

    def ready(self):
        from portal.accounts import devices, identities, overrides, own_data  # noqa: F401, PLC0415 (need the models)

        overrides.apply()
