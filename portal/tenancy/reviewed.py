"""What is read again from time to time: contacts, figures, definitions. Who is asked to is in portal.pages.reviews."""

import datetime

from django.db import models
from django.utils import timezone

MONTHS = 12


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, or the last of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(day.day, last))


def in_a_year() -> datetime.date:
    return months_after(timezone.localdate(), MONTHS)


class ReviewedQuerySet(models.QuerySet):
    def overdue(self, day: datetime.date):
        """Keep what was to be read again by ``day``: what has no date never is."""
        return self.filter(review_on__lte=day)


class Reviewed(models.Model):
    """Says when it is to be read again; ``review_months`` after it was."""

    review_months = MONTHS

    review_on = models.DateField(
        "à relire le", null=True, blank=True, default=in_a_year,
        help_text="À cette date, l’équipe est invitée à vérifier cette fiche. Vide : elle ne l’est jamais.",
    )  # fmt: skip

    class Meta:
        abstract = True
