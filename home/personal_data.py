from home.models import ContactMessage, ContactPolicy
from portal.accounts.personal_data import Section, tells, written


@tells("contact_messages", order=70)
def contact_messages(user) -> Section:
    messages = ContactMessage.objects.filter(email__iexact=user.email).order_by("created_at")
    return Section(
        title="Vos messages par le formulaire de contact",
        purpose="Vous répondre.",
        kept=f"{ContactPolicy.current().kept_days} jours après leur envoi.",
        rows=[
            {
                "Nom": each.name,
                "Sujet": each.get_subject_display(),
                "Commune": each.commune,
                "Message": each.message,
                "Écrit le": written(each.created_at),
            }
            for each in messages
        ],
    )
