"""The key of an address that opens something is in no log."""

import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

KEY = "kXv3-Zq_9secret"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (f"/invitation/{KEY}/", "/invitation/…/"),
        (f"/compte/connexion/?next=/invitation/{KEY}/", "/compte/connexion/?next=/invitation/…/"),
        (f"/compte/mot-de-passe/oublie/4-{KEY}/", "/compte/mot-de-passe/oublie/…/"),
        (f"/compte/adresses/confirmation/{KEY}/", "/compte/adresses/confirmation/…/"),
        (f"/demander-un-acces/suivi/{KEY}/", "/demander-un-acces/suivi/…/"),
        ("/compte/mot-de-passe/oublie/", "/compte/mot-de-passe/oublie/"),
    ],
)
def test_the_console_s_handler_hides_it(address, written):
    handler = settings.LOGGING["handlers"]["console"]
    filters = [import_string(settings.LOGGING["filters"][name]["()"])() for name in handler["filters"]]
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", address), None)
    assert all(each.filter(record) for each in filters)
    assert record.getMessage() == f"Gone: {written}"
