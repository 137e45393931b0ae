"""Addresses that open something by themselves are not written in the logs."""

import logging
import re

# An invitation, a way out of mails, a new password, the confirmation of an address, an access request: the key follows.
KEYED = re.compile(
    r"(/(?:invitation|desabonnement|mot-de-passe/oublie|adresses/confirmation|demander-un-acces/suivi)/)[^/\s\"'?&]+"
)


class HideKeys(logging.Filter):
    """Replace the key of such an address by « … », whatever logger wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if KEYED.search(message):
            record.msg, record.args = KEYED.sub(r"\1…", message), ()
        return True
