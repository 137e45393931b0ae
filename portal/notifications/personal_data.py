from portal.accounts.personal_data import Section, tells, written
from portal.notifications.models import Mail


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
