"""The documents of events: those of the private library, for the members who may open them."""

import uuid
from collections import defaultdict

from django.db.models import Q

from events.models import Occurrence
from portal.documents.models import Document
from portal.tenancy.models import Membership


def papers_of(uids: list[uuid.UUID], membership: Membership | None) -> dict[uuid.UUID, list[Document]]:
    """Return the documents of dates, by ``uid``: their own, then their event's. Three queries, whatever the number.

    A visitor sees none: the library is the members'.
    """
    if not membership or not uids:
        return {}
    readable = Document.objects.visible_to(membership).order_by("title", "pk")
    found = {
        each.pk: each for each in readable.filter(Q(occurrences__uid__in=uids) | Q(events__occurrences__uid__in=uids))
    }
    papers = defaultdict(list)
    rows = Occurrence.objects.filter(uid__in=uids)
    for way in ("documents", "event__documents"):
        for uid, pk in rows.filter(**{f"{way}__in": found}).order_by(f"{way}__title", way).values_list("uid", way):
            if found[pk] not in papers[uid]:
                papers[uid].append(found[pk])
    return dict(papers)
