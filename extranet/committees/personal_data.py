"""What committees know of a person, who is told it: never what others of the committee said."""

from events.words import when
from extranet.committees.models import Convocation, Mandate, Presence, Proposal, Reply
from extranet.committees.words import called
from portal.accounts.personal_data import Section, tells, written

KEPT = "Tant que le comité est gardé : ses réunions et leurs présences sont les archives de la collectivité."
WITH_MEETING = ("meeting__committee",)


@tells("mandates", order=56)
def mandates(user) -> Section:
    rows = Mandate.objects.filter(membership__user=user).select_related("member__committee", "member__organisation")
    return Section(
        title="Vos mandats dans les comités",
        purpose="Vous convoquer, et dire aux membres qui siège.",
        kept=KEPT,
        rows=[
            _said({
                "Comité": str(each.member.committee), "Au titre de": str(each.member),
                "Qualité": each.get_kind_display(), "Depuis le": written(each.started_on),
                "Jusqu’au": written(each.ended_on),
            })
            for each in rows.order_by("started_on", "pk")
        ],
    )  # fmt: skip


@tells("committee_meetings", order=57)
def meetings(user) -> Section:
    """When a person was called, what they answered, whether they were there."""
    called_to = Convocation.objects.filter(membership__user=user).select_related(*WITH_MEETING)
    replies = Reply.objects.filter(membership__user=user).select_related(*WITH_MEETING)
    presences = Presence.objects.filter(membership__user=user).select_related(*WITH_MEETING)
    return Section(
        title="Vos réunions de comités",
        purpose="Préparer la réunion, dire qui y était et si le quorum est atteint.",
        kept=KEPT,
        rows=[
            *(
                _said({"Réunion": called(each.meeting), "Convocation envoyée le": written(each.sent_at),
                       "Annulée le": written(each.called_off_at)})
                for each in called_to.order_by("sent_at", "pk")
            ),
            *(
                _said({"Réunion": called(each.meeting), "Votre réponse": each.get_answer_display(),
                       "Qui vient à votre place": each.replaced_by, "Votre mot": each.note,
                       "Donnée le": written(each.at)})
                for each in replies.order_by("at", "pk")
            ),
            *(
                _said({"Réunion": called(each.meeting), "Présence": each.get_state_display()})
                for each in presences.order_by("meeting__starts_at", "pk")
            ),
        ],
    )  # fmt: skip


@tells("committee_proposals", order=58)
def proposals(user) -> Section:
    rows = Proposal.objects.filter(by__user=user).select_related(*WITH_MEETING).order_by("created_at", "pk")
    return Section(
        title="Les points que vous avez proposés à un comité",
        purpose="Écrire l’ordre du jour, et vous répondre.",
        kept=KEPT,
        rows=[
            _said({
                "Réunion": called(each.meeting), "Date": when(each.meeting.starts_at, each.meeting.ends_at),
                "Point": each.title, "De quoi il s’agit": each.text, "Proposé le": written(each.created_at),
                "Réponse": {True: "retenu", False: "pas retenu", None: ""}[each.is_accepted], "Motif": each.reason,
            })
            for each in rows
        ],
    )  # fmt: skip


def _said(told: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in told.items() if value}
