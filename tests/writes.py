"""A GET never writes. The test client holds each page to it, whatever the test was about."""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

READING = re.compile(
    r"\s*\(?\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|SET|DECLARE|FETCH|CLOSE"
    r"|WITH\b(?!.*\b(INSERT|UPDATE|DELETE|MERGE)\b))\b",
    re.I | re.S,
)
WRITING = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.I)


@dataclass(frozen=True)
class Allowed:
    """A table that a GET may write, below a path."""

    table: str
    why: str
    below: str = "/"


BACK_FROM_PROCONNECT = "/compte/proconnect/retour/"
ALLOWED = [
    Allowed("django_session", "a session is the browser's own memory: sign-in links, messages, where to go back"),
    Allowed("dashboard_visit", "when a member last came, at most once an hour", below="/extranet/"),
    Allowed("usersessions_usersession", "the same, as its owner sees and ends it in « Appareils connectés »"),
    Allowed("tenancy_membership", "the day a member last came, once a day: a long absence is counted from it"),
    Allowed("events_feedtoken", "the day a program last read it, once a day", below="/agenda/abonnement/"),
    Allowed("search_unansweredquestion", "words that found nothing, once a day and visitor", below="/recherche/"),
    Allowed("documents_reading", "who opened a document: members are told", below="/extranet/bibliotheque/"),
    Allowed("documents_reading", "the same, of the papers of a meeting in one", below="/extranet/comites/reunions/"),
    Allowed("solicitations_journalentry", "who read a solicitation: the law asks it", below="/extranet/solliciter/"),
    Allowed("tenancy_keptpage", "what a visitor is shown is kept for the next: Django's database cache"),
    Allowed("pages_portalrendition", "a picture is cut to size when it is first shown: Wagtail's cache, in rows"),
    # OpenID brings whoever signs in back by a GET, which bears a code that serves once (tests/portal/accounts).
    Allowed("accounts_counter", "how often one left for ProConnect, which is by a link", below="/compte/proconnect/"),
    Allowed("accounts_user", "when somebody last signed in: they came by ProConnect", below=BACK_FROM_PROCONNECT),
    Allowed("accounts_proconnectidentity", "who they are there, the first time", below=BACK_FROM_PROCONNECT),
    Allowed("notifications_mail", "they are told of a new device, of a new tie", below=BACK_FROM_PROCONNECT),
    Allowed("django_tasks_db_dbtaskresult", "the sending of that mail", below=BACK_FROM_PROCONNECT),
    Allowed("home_contactmessage", "none of it: tests send at once what a worker does", below=BACK_FROM_PROCONNECT),
    Allowed("wagtailadmin_editingsession", "who is editing this page now, in Wagtail's editor", below="/admin/"),
    Allowed("wagtailusers_userprofile", "a person's own back-office preferences, made at their first look", "/admin/"),
    Allowed("wagtailcore_pagesubscription", "whom the comments of a page are told, in Wagtail's editor", "/admin/"),
    Allowed("notifications_somethingwaits", "does something wait here, for their other tenants", below="/extranet/"),
]


class GetWroteError(AssertionError):
    """A GET sent something else than a question to the database."""


@contextmanager
def refused(path: str):
    """Refuse what writes, on this thread's connection, while a GET of ``path`` is answered."""
    tables = {allowed.table for allowed in ALLOWED if path.startswith(allowed.below)}
    found = []

    def watch(execute, sql, params, many, context):
        sql = str(sql)
        written = WRITING.match(sql)
        if not READING.match(sql) and not (written and written[1] in tables):
            found.append(sql[:300])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    if found:
        raise GetWroteError(f"GET {path} wrote: {found}")
