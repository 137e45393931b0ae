"""Addresses that open something by themselves are not written in the logs; nor are those of people."""

import logging
import re

# An invitation, a way out of mails, a new password, the confirmation of an address, an access request, a private
# calendar, an answer to an invitation, an evaluation, the number of a certificate: the key follows.
KEYED = re.compile(
    r"(/(?:invitation|desabonnement|mot-de-passe/oublie|adresses/confirmation|demander-un-acces/suivi"
    r"|agenda/abonnement|agenda/repondre|formations/avis|formations/verifier)/)[^/\s\"'?&]+"
)
# What people call their files may name somebody.
NAMED_FILE = re.compile(r"(/(?:documents/\d+|media/t/\d+)/)[^\n\"'?&]+")
QUERY = re.compile(r"(/[^\s\"'?<>]*)\?[^\s\"'<>]*")
ADDRESS = re.compile(r"[^\s@<>\"'(){}\[\],;:=/]+@[^\s@<>\"'(){}\[\],;:=/]+\.[^\s@<>\"'(){}\[\],;:=/.]+")
HIDDEN = "…"


def without_keys(text: str) -> str:
    """Return ``text`` without the key of any such address."""
    return KEYED.sub(rf"\1{HIDDEN}", text)


def masked(text: str) -> str:
    """Return ``text`` without keys, names of files, what was asked of an address, or people's addresses."""
    return ADDRESS.sub(HIDDEN, NAMED_FILE.sub(rf"\1{HIDDEN}", without_keys(QUERY.sub(r"\1", text))))


class HideKeys(logging.Filter):
    """Replace the key of such an address by « … », whatever logger wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if KEYED.search(message):
            record.msg, record.args = without_keys(message), ()
        return True
