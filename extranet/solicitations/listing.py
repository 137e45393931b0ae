"""The requests that the platforms of a member received: for who coordinates them today, or deputises."""

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone

from extranet.solicitations.models import Solicitation, State
from extranet.solicitations.models.lists import Urgency
from extranet.solicitations.models.solicitations import UNDER_WAY
from portal.tenancy.models import Membership
from portal.territories.models import Coordination, Platform

ALL = "toutes"


class FilterForm(forms.Form):
    """What narrows the list. A value that is none of the choices narrows nothing."""

    state = forms.ChoiceField(
        label="État", required=False,
        choices=[
            ("", "En cours"), *((each.value, each.label.capitalize()) for each in State if each != State.DRAFT),
            (ALL, "Toutes"),
        ],
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="Urgence", required=False,
        choices=[("", "Toutes"), *((each.value, each.label.capitalize()) for each in Urgency)],
    )  # fmt: skip
    commune = forms.CharField(label="Commune", required=False, max_length=100)

    def narrowing(self) -> dict[str, str]:
        """Return what was validly asked."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


def platforms_kept_by(membership: Membership) -> list[Platform]:
    """Return the platforms for which a member answers today."""
    kept = Coordination.objects.kept_by(membership.user_id, timezone.localdate())
    return list(Platform.objects.filter(pk__in=kept.values("platform")).order_by("name"))


def kept_rows(membership: Membership, narrowing: dict[str, str] | None = None) -> QuerySet[Solicitation]:
    """Return what the platforms of a member received: those to which an answer is owed first, the oldest on top."""
    narrowing = narrowing or {}
    rows = Solicitation.objects.of_platforms_kept_by(membership, timezone.localdate())
    if (state := narrowing.get("state", "")) != ALL:
        rows = rows.filter(state=state) if state else rows.filter(state__in=UNDER_WAY)
    if urgency := narrowing.get("urgency"):
        rows = rows.filter(urgency=urgency)
    if commune := narrowing.get("commune", "").replace("\0", "").strip():
        rows = rows.filter(commune__name__unaccent__icontains=commune)
    rows = rows.select_related("platform", "commune", "organisation")
    return rows.order_by(F("waiting_since").asc(nulls_last=True), "-submitted_at", "-pk")
