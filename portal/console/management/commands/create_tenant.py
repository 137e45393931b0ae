from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.console.opening import open_tenant
from portal.tenancy.models import Tenant
from portal.territories.models import Departement, Intercommunality


class Command(BaseCommand):
    of_the_platform = True
    help = "Open a tenant: pages, platform, groups, workflow, and its administrator's invitation. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="« Département du Nord »")
        parser.add_argument("--short-name", required=True, help="« Nord »")
        parser.add_argument("--kind", required=True, choices=Tenant.Kind.values)
        parser.add_argument("--host", required=True, help="logement.lenord.fr")
        parser.add_argument("--administrator", required=True, help="e-mail address of its first administrator")
        territory = parser.add_mutually_exclusive_group(required=True)
        territory.add_argument("--departement", help="code: 59")
        territory.add_argument("--intercommunality", nargs="+", metavar="SIREN", help="one or several: 240600585")

    def handle(self, *args, departement, intercommunality, **options):
        fields = {name: options[name] for name in ("name", "short_name", "kind", "host", "administrator")}
        if departement:
            fields["departement"] = self._one(Departement, departement)
        else:
            fields["intercommunalities"] = [self._one(Intercommunality, siren) for siren in intercommunality]
        try:
            tenant, is_new = open_tenant(**fields)
        except ValidationError as error:
            raise CommandError(
                "; ".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
            ) from error
        self.stdout.write(f"{tenant.name}: {tenant.base_url}/ {'opened' if is_new else 'was there already'}.")

    def _one(self, model, key: str):
        found = model.objects.filter(pk=key).first()
        if found is None:
            raise CommandError(f"No {model._meta.model_name} « {key} » in the national data.")
        return found
