from home.models import ContactMessage
from portal.accounts.personal_data import Section, tells, written


@tells("contact_messages", order=70)
def contact_messages(user) -> Section:
    messages = ContactMessage.objects.filter(email__iexact=user.email).order_by("created_at")
    return Section(
        title="Vos messages par le formulaire de contact",
        purpose="Vous répondre.",
        kept="90 jours après leur envoi.",
        rows=[{"Nom": each.name, "Message": each.message, "Écrit le": written(each.created_at)} for each in messages],
    )
