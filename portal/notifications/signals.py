"""What became of a mail: its app listens when a mail that it wrote has to have arrived."""

from django.dispatch import Signal

mail_left = Signal()
"""Sent in the mail's tenant, with ``mail``, once the mail server took it."""

mail_given_up = Signal()
"""Sent in the mail's tenant, with ``mail`` and ``error``, once nobody will try it again."""
