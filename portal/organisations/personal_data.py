from portal.accounts.personal_data import Section, tells, written
from portal.organisations.models import Affiliation, Circle, JoinRequest, Profile


@tells("affiliations", order=20)
def affiliations(user) -> Section:
    theirs = Affiliation.objects.filter(membership__user=user).select_related("organisation").order_by("started_on")
    return Section(
        title="Vos organisations",
        purpose="Dire à vos partenaires pour qui vous travaillez, et que votre organisation le confirme.",
        kept="Tant que l’espace existe ; sans votre nom une fois votre compte effacé.",
        rows=[
            {
                "Organisation": each.organisation.name,
                "Fonction": each.function,
                "Référent ou référente": "oui" if each.is_referent else "non",
                "Depuis le": written(each.started_on),
                "Confirmé le": written(each.confirmed_on),
                "Jusqu’au": written(each.ended_on),
            }
            for each in theirs
        ],
    )


@tells("profile", order=21)
def profile(user) -> Section:
    yes_no = {True: "oui", False: "non"}
    return Section(
        title="Votre fiche dans l’annuaire",
        purpose="Que vos collègues vous trouvent ; vous choisissez ce qu’ils voient.",
        kept="Tant que vous avez accès à l’espace.",
        rows=[
            {
                "Téléphone": each.phone,
                "Ce que vous faites": each.mission,
                "Dans l’annuaire": yes_no[each.is_listed],
                "Téléphone montré": yes_no[each.shows_phone],
                "Courriel montré": yes_no[each.shows_email],
            }
            for each in Profile.objects.filter(membership__user=user)
        ],
    )


@tells("circles", order=22)
def circles(user) -> Section:
    member = [{"Cercle": each.name, "Vous": "membre"} for each in Circle.objects.filter(members__user=user)]
    owner = [{"Cercle": each.name, "Vous": "animez"} for each in Circle.objects.filter(owner__user=user)]
    asked = [
        {"Cercle": each.circle.name, "Vous": "avez demandé à le rejoindre", "Le": written(each.created_at)}
        for each in JoinRequest.objects.filter(membership__user=user).select_related("circle")
    ]
    return Section(
        title="Vos cercles",
        purpose="Vous montrer ce qui n’est partagé que dans ces groupes.",
        kept="Tant que vous en êtes.",
        rows=[*member, *owner, *asked],
    )
