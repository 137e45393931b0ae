from portal.accounts.personal_data import Section, tells, written
from portal.documents.models import Document, Reading, Subscription, Version


@tells("documents", order=50)
def documents(user) -> Section:
    published = Document.objects.filter(published_by=user).order_by("published_at")
    versions = Version.objects.filter(author=user).select_related("document").order_by("created_at")
    return Section(
        title="Les documents que vous avez déposés",
        purpose="Savoir qui a publié quoi.",
        kept="Tant que le document existe ; sans votre nom une fois votre compte effacé.",
        rows=[
            *({"Document": each.title, "Publié le": written(each.published_at)} for each in published),
            *(
                {"Document": each.document.title, "Version": str(each.number), "Déposée le": written(each.created_at)}
                for each in versions
            ),
        ],
    )


@tells("readings", order=51)
def readings(user) -> Section:
    read = Reading.objects.filter(membership__user=user).select_related("document", "version").order_by("last_at")
    return Section(
        title="Les documents que vous avez ouverts",
        purpose="Que la personne qui publie un document sache qui ne l’a pas encore lu.",
        kept="12 mois après la dernière ouverture.",
        rows=[
            {
                "Document": each.document.title,
                "Version": str(each.version.number),
                "Ouvert la première fois le": written(each.first_at),
                "La dernière fois le": written(each.last_at),
            }
            for each in read
        ],
    )


@tells("subscriptions", order=52)
def subscriptions(user) -> Section:
    followed = Subscription.objects.filter(membership__user=user).select_related("folder").order_by("since")
    return Section(
        title="Les dossiers que vous suivez",
        purpose="Vous prévenir quand un document y arrive.",
        kept="Tant que vous les suivez.",
        rows=[{"Dossier": each.folder.name, "Depuis le": written(each.since)} for each in followed],
    )
