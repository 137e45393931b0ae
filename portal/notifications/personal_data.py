from portal.accounts.personal_data import Section, tells, written
from portal.notifications.models import ChosenPace, Mail, Notice


@tells("mails", order=80)
def mails(user) -> Section:
    sent = Mail.objects.filter(to__contains=[user.email]).order_by("-created_at")
    return Section(
        title="Les courriels qui vous ont été envoyés",
        purpose="Répondre à « je n’ai rien reçu ».",
        kept="30 jours ; leur texte est effacé dès qu’ils sont partis.",
        rows=[
            {"Objet": each.subject, "Écrit le": written(each.created_at), "Parti le": written(each.sent_at)}
            for each in sent
        ],
    )


@tells("notices", order=81)
def notices(user) -> Section:
    paces = [
        {"Sujet": each.subject, "Rythme choisi": each.get_pace_display()}
        for each in ChosenPace.objects.filter(membership__user=user).order_by("subject")
    ]
    waiting = [
        {"Annonce": each.title, "Écrite le": written(each.created_at)}
        for each in Notice.objects.filter(membership__user=user).order_by("created_at")
    ]
    return Section(
        title="Vos notifications",
        purpose="Vous écrire au rythme que vous avez choisi.",
        kept="Vos choix, tant que vous avez accès à l’espace ; une annonce, jusqu’au récapitulatif qui la porte.",
        rows=[*paces, *waiting],
    )
