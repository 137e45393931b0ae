from extranet.dashboard.models import Visit
from portal.accounts.personal_data import Section, tells, written


@tells("visits", order=60)
def visits(user) -> Section:
    return Section(
        title="Vos visites du tableau de bord",
        purpose="Vous montrer ce qui est nouveau depuis la dernière.",
        kept="Les deux dernières seulement.",
        rows=[
            {"Dernière visite le": written(each.seen_at), "La précédente le": written(each.previous_at)}
            for each in Visit.objects.filter(membership__user=user)
        ],
    )
