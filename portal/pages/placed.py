"""Rows that staff put in order."""

from django.db import models
from django.db.models import Max


class Placed(models.Model):
    """A row with a place in its list: the last one, until somebody moves it."""

    position = models.PositiveSmallIntegerField("rang", blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.position is None:
            last = type(self)._default_manager.aggregate(last=Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(*args, **kwargs)
