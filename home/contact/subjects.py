"""What people write about: a closed list, the same for every tenant. Its codes stand in addresses, for ever."""

from django.db import models


class ContactSubject(models.TextChoices):
    INFORMATION = "information", "Demande d’information"
    HOUSEHOLD = "situation", "Situation d’un ménage, sans nommer personne"
    OWNER = "proprietaire", "Propriétaire privé : louer en intermédiation locative"
    MAYOR = "mairie", "Mairie, élue ou élu"
    PRESS = "presse", "Presse"
    ACCESS = "acces", "Accès à l’espace des professionnels"
    OTHER = "autre", "Autre sujet"

    @classmethod
    def written_about(cls) -> list["ContactSubject"]:
        """Return those that a message may have: an access is asked for by its own form."""
        return [subject for subject in cls if subject is not cls.ACCESS]

    @classmethod
    def written_choices(cls) -> list[tuple[str, str]]:
        return [(subject.value, subject.label) for subject in cls.written_about()]
