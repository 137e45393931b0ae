"""The mail server, and the addresses that only some servers can write to.

An address with an accent before the @ is lawful (RFC 6531), and leaves through servers that announce SMTPUTF8.
Django's own backend refuses it always: there is no other way to write it.
"""

import email.policy
import smtplib
import ssl

from django.core.mail.backends import smtp
from django.utils.functional import cached_property

MODERN = email.policy.SMTPUTF8
OPTIONS = ("SMTPUTF8", "BODY=8BITMIME")


class UnreachableAddressError(smtplib.SMTPNotSupportedError):
    """The mail server cannot write to this address, today or tomorrow: trying again would change nothing."""


def needs_smtputf8(address: str) -> bool:
    """Say whether what stands before the @ is outside ASCII; a domain has another spelling (IDNA)."""
    return not address.rpartition("@")[0].isascii()


class EmailBackend(smtp.EmailBackend):
    """Django's, which also writes to addresses with an accent when the server can.

    ``ca_file``: who vouches for the server's certificate, where it is not one of the usual authorities.
    """

    def __init__(self, *args, ca_file: str | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.ca_file = ca_file

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca_file)

    def open(self):
        try:
            return super().open()
        except OSError:
            self.close()  # what was opened halfway, before a certificate or a password was refused
            raise

    def _send(self, email_message):
        far = [address for address in email_message.recipients() if needs_smtputf8(address)]
        if not far:
            return super()._send(email_message)
        self.connection.ehlo_or_helo_if_needed()
        if not self.connection.has_extn("smtputf8"):
            raise UnreachableAddressError(
                f"Le serveur de courriel n’accepte pas d’accent avant l’arobase (SMTPUTF8) : {', '.join(far)}."
            )
        sender = self.prep_address(email_message.from_email, force_ascii=False)
        recipients = [self.prep_address(address, force_ascii=False) for address in email_message.recipients()]
        message = email_message.message(policy=MODERN)
        self.connection.sendmail(sender, recipients, message.as_bytes(), mail_options=OPTIONS)
        return True
