"""What the library does of what happens to documents."""

from django.dispatch import receiver

from extranet.library import services
from portal.documents.services import version_infected


@receiver(version_infected)
def tell_the_author(sender, version, **kwargs):
    services.tell_of_infection(version)
