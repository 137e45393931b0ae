from extranet.access.models import AccessRequest, Arrival, Entry
from portal.accounts.personal_data import Section, tells, written


@tells("access", order=40)
def access(user) -> Section:
    asked = [
        {
            "Demande d’accès du": written(each.created_at),
            "Organisation": each.organisation_name,
            "Fonction": each.function,
            "Téléphone": each.phone,
            "Motif": each.reason,
            "État": each.get_state_display(),
            "Close le": written(each.answered_at),
        }
        for each in AccessRequest.objects.filter(email__iexact=user.email).order_by("created_at")
    ]
    expected = [
        {"Arrivée attendue depuis le": written(each.created_at), "Fonction": each.function}
        for each in Arrival.objects.filter(email__iexact=user.email)
    ]
    answered = [
        {"Vous avez répondu à une demande le": written(each.created_at), "Quoi": each.get_kind_display()}
        for each in Entry.objects.filter(by=user).order_by("created_at")
    ]
    return Section(
        title="Vos demandes d’accès",
        purpose="Décider si un accès est ouvert, et pouvoir l’expliquer.",
        kept="12 mois après la réponse.",
        rows=[*asked, *expected, *answered],
    )
