import pytest
from django.core import mail

MESSAGE = {
    "name": "Nora",
    "email": "nora@ccas.example",
    "message": "Bonjour, une situation bloque.",
    "subject": "information",
    "website": "",
}


@pytest.fixture
def send(pdc_client, django_capture_on_commit_callbacks):
    def post(address="/contact/lens-henin/", **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return pdc_client.post(address, MESSAGE | changes)

    return post


@pytest.fixture
def forwarded():
    """``forwarded()`` is what left for those who answer: the writer's own mail is the other one."""
    return lambda: [letter for letter in mail.outbox if letter.to != [MESSAGE["email"]]]


@pytest.fixture
def acknowledged():
    return lambda: [letter for letter in mail.outbox if letter.to == [MESSAGE["email"]]]
