"""Mail servers for the tests."""

import threading

from django.core.mail.backends.base import BaseEmailBackend


class Slow(BaseEmailBackend):
    """Takes a mail, and says so only when the test lets it."""

    took, may_answer, sent = threading.Event(), threading.Event(), []

    def send_messages(self, messages):
        self.sent.extend(message.to for message in messages)
        self.took.set()
        assert self.may_answer.wait(20)
        return len(messages)
