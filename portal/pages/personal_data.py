from wagtail.models import ModelLogEntry, PageLogEntry

from portal.accounts.personal_data import Section, tells, written

MOST_SHOWN = 500


@tells("back_office", order=90)
def back_office(user) -> Section:
    pages = PageLogEntry.objects.filter(user=user).order_by("-timestamp")[:MOST_SHOWN]
    others = ModelLogEntry.objects.filter(user=user).order_by("-timestamp")[:MOST_SHOWN]
    entries = sorted([*pages, *others], key=lambda entry: entry.timestamp, reverse=True)
    return Section(
        title="Ce que vous avez fait dans l’administration",
        purpose="Savoir qui a publié ou changé quoi.",
        kept="Tant que l’espace existe ; sans votre nom une fois votre compte effacé.",
        rows=[
            {"Le": written(each.timestamp), "Quoi": each.message, "Sur": each.label} for each in entries[:MOST_SHOWN]
        ],
    )
