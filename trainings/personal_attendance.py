"""What « Mes données » tells of half-days and certificates."""

from events.words import when
from portal.accounts.personal_data import Section, tells, written
from trainings import certificates
from trainings.models import Attendance, Certificate


@tells("attendance", order=54)
def attendance(user) -> Section:
    """Where a person was or was not; of those whom they ticked, how many: who these are is others' data."""
    rows = Attendance.objects.filter(registration__membership__user=user).order_by("half_day__starts_at", "pk")
    told = [
        {
            "Formation": each.half_day.session.training.title,
            "Demi-journée": when(each.half_day.starts_at, each.half_day.ends_at),
            "Présence": each.get_mark_display(), "Relevée le": written(each.marked_at),
        }
        for each in rows.select_related("half_day__session__training")
    ]  # fmt: skip
    ticked = Attendance.objects.filter(marked_by=user).exclude(registration__membership__user=user).count()
    return Section(
        title="Vos présences en formation",
        purpose="Établir les certificats et le bilan de l’année.",
        kept="3 ans après la session.",
        rows=[*told, *([{"Présences d’autres personnes que vous avez relevées": str(ticked)}] if ticked else [])],
    )


@tells("certificates", order=55)
def theirs(user) -> Section:
    rows = Certificate.objects.filter(registration__membership__user=user).order_by("issued_at", "pk")
    return Section(
        title="Vos certificats de formation",
        purpose="Prouver ce que vous avez suivi à qui le demande.",
        kept="3 ans après la session : ensuite, leur code ne se vérifie plus.",
        rows=[
            {
                "Formation": each.title, "Nom": each.name, "Au titre de": each.organisation,
                "Demi-journées": " ; ".join(certificates.half_days_of(each)), "Heures": f"{each.hours.normalize():f}",
                "Établi le": written(each.issued_at), "Retiré le": written(each.revoked_at) if each.revoked_at else "",
            }
            for each in rows
        ],
    )  # fmt: skip
