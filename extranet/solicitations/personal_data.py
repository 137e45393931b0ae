"""What solicitations know of a professional, who is told it. Of a household there is nothing to tell: none is named."""

from django.db.models import QuerySet

from extranet.solicitations.models import Charge, Guest, JournalEntry, Message, Presentation, Solicitation, Step
from portal.accounts.personal_data import Section, tells, written
from portal.tenancy.personal_data import memberships_of

WITH_REFERENCE = ("support__solicitation",)
KEPT = "Jusqu’à l’effacement des textes, au terme que votre collectivité a consigné après le dernier échange."


@tells("solicitations", order=60)
def solicitations(user) -> Section:
    """What they asked, answered, wrote, and the cases of which they are or were a part."""
    mine = list(memberships_of(user).values_list("pk", flat=True))
    return Section(
        title="Vos sollicitations",
        purpose="Étudier une situation, y répondre, et dire qui l’accompagne. Aucun ménage n’y est nommé.",
        kept=KEPT,
        rows=[
            *_asked(mine),
            *_answered(mine),
            *_written(mine),
            *_invited(mine),
            *_charged(mine),
            *_noted(mine),
            *_presented(mine),
        ],
    )  # fmt: skip


@tells("solicitations_journal", order=61)
def journal(user) -> Section:
    mine = list(memberships_of(user).values_list("pk", flat=True))
    lines = JournalEntry.objects.filter(by_key__in=mine).order_by("at", "pk")
    return Section(
        title="Ce que le journal des sollicitations garde de vous",
        purpose="Pouvoir dire qui a lu ou changé une sollicitation. Il ne se modifie pas.",
        kept="12 mois.",
        rows=[
            _said({"Le": written(line.at), "Sollicitation": line.reference, "Quoi": line.get_act_display(),
                   "Sous le nom de": line.by_name})
            for line in lines
        ],
    )  # fmt: skip


def _asked(mine: list[int]) -> list[dict]:
    rows = Solicitation.objects.filter(asked_by__in=mine).select_related("platform").order_by("created_at", "pk")
    return [
        _said({"Sollicitation": row.reference, "Plateforme": row.platform.name, "État": row.get_state_display(),
               "Commencée le": written(row.created_at), "Envoyée le": written(row.submitted_at),
               "Ce qui a été tenté": row.tried_text, "Ce qui est attendu": row.hoped_text})
        for row in rows
    ]  # fmt: skip


def _answered(mine: list[int]) -> list[dict]:
    rows = Solicitation.objects.filter(answered_by__in=mine).order_by("answered_at", "pk")
    return [
        _said({"Vous avez répondu à": row.reference, "Le": written(row.answered_at), "Réponse": row.answer_text})
        for row in rows
    ]


def _written(mine: list[int]) -> list[dict]:
    rows = Message.objects.filter(by__in=mine).select_related("solicitation").order_by("created_at", "pk")
    return [
        _said({"Fil de": row.solicitation.reference, "Quoi": row.get_kind_display(), "Le": written(row.created_at),
               "Texte": row.text})
        for row in rows
    ]  # fmt: skip


def _invited(mine: list[int]) -> list[dict]:
    came: QuerySet[Guest] = Guest.objects.filter(membership__in=mine).select_related("solicitation")
    called = Guest.objects.filter(invited_by__in=mine).select_related("solicitation")
    return [
        *(
            _said({"Vous êtes invité ou invitée à": row.solicitation.reference, "Depuis le": written(row.invited_at),
                   "Jusqu’au": written(row.ended_at)})
            for row in came.order_by("invited_at", "pk")
        ),
        *(
            {"Vous avez invité un partenaire à": row.solicitation.reference, "Le": written(row.invited_at)}
            for row in called.order_by("invited_at", "pk")
        ),
    ]  # fmt: skip


def _charged(mine: list[int]) -> list[dict]:
    rows = Charge.objects.filter(membership__in=mine).select_related(*WITH_REFERENCE).order_by("starts_on", "pk")
    return [
        _said({"Accompagnement de": row.support.solicitation.reference, "Votre rôle": row.get_role_display(),
               "Depuis le": written(row.starts_on), "Jusqu’au": written(row.ends_on), "Motif": row.reason})
        for row in rows
    ]  # fmt: skip


def _noted(mine: list[int]) -> list[dict]:
    rows = Step.objects.filter(by__in=mine).select_related(*WITH_REFERENCE).order_by("created_at", "pk")
    return [
        _said({"Étape notée pour": row.support.solicitation.reference, "Quoi": row.get_kind_display(),
               "Le": written(row.done_on), "Précision": row.text})
        for row in rows
    ]  # fmt: skip


def _presented(mine: list[int]) -> list[dict]:
    rows = Presentation.objects.filter(by__in=mine).select_related("solicitation", "committee")
    return [
        _said({"Vous avez présenté": row.solicitation.reference, "Au comité": row.committee.name,
               "Le": written(row.presented_at), "Jusqu’au": written(row.ended_at)})
        for row in rows.order_by("presented_at", "pk")
    ]  # fmt: skip


def _said(told: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}
