from portal.accounts.personal_data import Section, tells, written
from portal.territories.models import Absence, Coordination


@tells("coordination", order=30)
def coordination(user) -> Section:
    coordinated = [
        {"Plateforme": each.platform.name, "Depuis le": written(each.started_on), "Jusqu’au": written(each.ended_on)}
        for each in Coordination.objects.filter(user=user).select_related("platform").order_by("started_on")
    ]
    absences = [
        {"Absence du": written(each.starts_on), "au": written(each.ends_on), "Suppléance": str(each.deputy)}
        for each in Absence.objects.filter(coordinator=user).select_related("deputy").order_by("starts_on")
    ]
    deputised = [
        {"Suppléance de": str(each.coordinator), "du": written(each.starts_on), "au": written(each.ends_on)}
        for each in Absence.objects.filter(deputy=user).select_related("coordinator").order_by("starts_on")
    ]
    return Section(
        title="Les plateformes que vous coordonnez",
        purpose="Savoir qui répond pour une plateforme, et quand.",
        kept="Tant que l’espace existe ; sans votre nom une fois votre compte effacé.",
        rows=[*coordinated, *absences, *deputised],
    )
