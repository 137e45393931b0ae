"""Headers as mail programs read them: Python folds a long address into encoded words, which RFC 2369 forbids."""

import email.policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader

from django.core.mail import EmailMultiAlternatives


class AddressHeader(UnstructuredHeader):
    """``<https://…>`` on one line, however long; RFC 5322 allows 998 characters."""

    def fold(self, *, policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


REGISTRY = HeaderRegistry()
REGISTRY.map_to_type("list-unsubscribe", AddressHeader)


class Letter(EmailMultiAlternatives):
    """A mail whose ``List-Unsubscribe`` arrives whole."""

    def message(self, *, policy=email.policy.default):
        return super().message(policy=policy.clone(header_factory=REGISTRY))
