"""A few access requests, all fictitious, in several states: what a coordinator finds on Monday morning."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from extranet.access.keys import digest, token_of
from extranet.access.models import AccessRequest, Entry, State
from extranet.access.organisations import propose
from portal.accounts.models import User
from portal.database import context
from portal.demo.people import ASSOCIATION, CASA, LANDLORD, PDC
from portal.tenancy.models import Tenant
from portal.territories.models import Platform

KIND = Entry.Kind


@dataclass(frozen=True)
class Asked:
    """``days``: how long ago it was sent. ``said``: (days ago, what, first name of the staff or "", words)."""

    first_name: str
    last_name: str
    email: str
    works_for: str
    function: str
    platform: str
    reason: str
    state: State
    days: int
    commune: str | None = None
    said: list[tuple[int, KIND, str, str]] = field(default_factory=list)


REQUESTS = {
    PDC: [
        Asked("Nora", "Benali", "nora.benali@ccas.example", "CCAS d’une commune (exemple)", "Assistante sociale",
              "lens-henin", "Suivre les groupes d’échanges et trouver les coordonnées des partenaires.",
              State.RECEIVED, 6, "62498", [(1, KIND.REMINDED, "", "")]),
        Asked("Karim", "Haddad", "karim.haddad@insertion.example", ASSOCIATION, "Éducateur spécialisé",
              "lens-henin", "Inscrire mon équipe aux formations.", State.ASKED, 3, None,
              [(2, KIND.QUESTION, "alice", "Diane vous connaît-elle ? Elle est la référente de votre structure.")]),
        Asked("Léa", "Fontaine", "lea.fontaine@bailleur.example", LANDLORD, "Conseillère sociale", "artois",
              "Lire les comptes rendus du comité.", State.RECEIVED, 4, None,
              [(3, KIND.QUESTION, "gael", "Sur quelles communes travaillez-vous ?"),
               (2, KIND.REPLY, "", "Béthune et Bruay-la-Buissière.")]),
        Asked("Marc", "Delattre", "marc.delattre@messagerie.example", "Agence d’un particulier (exemple)",
              "Gestionnaire", "lens-henin", "Recevoir la liste des ménages accompagnés.", State.REFUSED, 24, None,
              [(20, KIND.REFUSED, "alice", "L’espace ne contient aucune liste de ménages, et il est ouvert aux "
                "partenaires de la démarche. Pour proposer un logement, écrivez à la plateforme.")]),
        Asked("Sophie", "Caron", "sophie.caron@insertion.example", ASSOCIATION, "Cheffe de service", "lens-henin",
              "Suivre l’agenda.", State.ACCEPTED, 32, None, [(31, KIND.ACCEPTED, "alice", "")]),
    ],
    CASA: [
        Asked("Inès", "Roux", "ines.roux@commune.example", "Commune du territoire (exemple)", "Référente logement",
              "casa", "Suivre les formations de l’automne.", State.RECEIVED, 1),
        Asked("Paul", "Martin", "paul.martin@galice.example", "GALICE", "Travailleur social", "casa",
              "Trouver les documents du comité.", State.ASKED, 8, None,
              [(7, KIND.QUESTION, "ezra", "À quel service de GALICE êtes-vous rattaché ?")]),
        Asked("Julie", "Simon", "julie.simon@ccas.example", "CCAS du littoral (exemple)", "Assistante sociale", "casa",
              "Suivre l’agenda.", State.WITHDRAWN, 15, None, [(14, KIND.WITHDRAWN, "", "")]),
    ],
}  # fmt: skip


def load_requests(tenants: dict[str, Tenant], today: datetime.date) -> None:
    """Make the requests that are not there yet. One that somebody answered keeps its answer."""
    for slug, tenant in tenants.items():
        with context.use(tenant.context):
            for asked in REQUESTS[slug]:
                reference = uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{asked.email}")
                if not AccessRequest.objects.filter(reference=reference).exists():
                    _make(asked, reference, today)


def _make(asked: Asked, reference: uuid.UUID, today: datetime.date) -> None:
    sent = _moment(today, asked.days)
    last = asked.said[-1] if asked.said else None
    is_closed = asked.state not in {State.RECEIVED, State.ASKED}
    answered = next((day for day, kind, _, _ in asked.said if kind == KIND.REPLY), None)
    request = AccessRequest(
        reference=reference, first_name=asked.first_name, last_name=f"{asked.last_name} (exemple)",
        email=asked.email, organisation_name=asked.works_for, function=asked.function, reason=asked.reason,
        commune_id=asked.commune, platform=Platform.objects.get(slug=asked.platform), state=asked.state,
        created_at=sent, confirmed_at=sent, confirmable_until=sent,
        waiting_since=_moment(today, answered or asked.days) if asked.state == State.RECEIVED else None,
        reminded_at=_moment(today, last[0]) if last and last[1] == KIND.REMINDED else None,
        answered_at=_moment(today, last[0]) if is_closed else None,
    )  # fmt: skip
    if asked.state not in {State.REFUSED, State.WITHDRAWN}:
        request.organisation = propose(asked.works_for)
        if request.organisation.is_proposed:
            request.organisation.is_example = True
            request.organisation.save(update_fields=["is_example"])
    request.token_digest = digest(token_of(request))
    request.save()
    for day, kind, who, words in [(asked.days, KIND.SENT, "", ""), (asked.days, KIND.CONFIRMED, "", ""), *asked.said]:
        by = User.objects.get(email=f"{who}@demo.example") if who else None
        Entry.objects.create(request=request, kind=kind, by=by, text=words, created_at=_moment(today, day))


def _moment(today: datetime.date, days_ago: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(today - datetime.timedelta(days_ago), datetime.time(9, 30)))
