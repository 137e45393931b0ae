"""The installation's secret is changed without anybody losing their second factor, and what it costs is said."""

import io

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command

from portal.database import context
from portal.settings.environment import env
from tests.conftest import PDC_HOST, GuardedClient
from tests.portal.accounts.people import code, give_application, person, recovery_codes, sign_in

pytestmark = pytest.mark.django_db
SECOND_STEP = "/compte/connexion/double/"
NEW = "the-new-key-of-these-tests" * 3


def rotate(*arguments) -> str:
    said = io.StringIO()
    with context.use(context.PLATFORM):
        call_command("rotate_secret_key", *arguments, stdout=said)
    return said.getvalue()


def opens(first_name: str, proof: str) -> bool:
    client, _ = sign_in(first_name)
    return client.post(SECOND_STEP, {"code": proof}).status_code == 302


def change(settings) -> str:
    """Put a new key in the place of the present one, which becomes a former one; return that."""
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [former]
    return former


def test_a_code_generator_made_before_works_after_the_change_and_after_the_former_key_is_gone(settings):
    secret = give_application(person("diane"))
    spare = recovery_codes(person("diane"))
    change(settings)
    assert opens("diane", code(secret))
    assert "Encrypted anew: 2 second factors." in rotate("--apply")
    settings.SECRET_KEY_FALLBACKS = []
    assert opens("diane", code(secret, steps=1))
    assert opens("diane", spare[0])


def test_without_it_a_former_key_that_is_dropped_locks_people_out(settings):
    secret = give_application(person("diane"))
    change(settings)
    settings.SECRET_KEY_FALLBACKS = []
    assert not opens("diane", code(secret))
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        rotate()


def test_each_step_says_the_next_one(settings):
    give_application(person("diane"))
    assert "SECRET_KEY_FALLBACKS is empty" in rotate()
    change(settings)
    said = rotate()
    assert "0 under the present key, 2 under a former one" in said
    assert "Next: manage.py rotate_secret_key --apply" in said
    done = rotate("--apply")
    assert "2 under the present key, 0 under a former one" in done
    assert "keep SECRET_KEY_FALLBACKS until" in done
    assert "Encrypted anew: 0 second factors." in rotate("--apply")


def test_what_is_made_meanwhile_by_a_process_that_was_not_restarted_is_taken_by_a_second_run(settings):
    former = change(settings)
    rotate("--apply")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = former, []
    secret = give_application(person("diane"))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [former]
    assert "2 under a former one" in rotate()
    rotate("--apply")
    settings.SECRET_KEY_FALLBACKS = []
    assert opens("diane", code(secret))


def test_nobody_is_signed_out_by_the_change_and_everybody_is_once_the_former_key_is_gone(settings):
    client = GuardedClient(PDC_HOST).login_as("diane")
    change(settings)
    assert client.get("/extranet/").status_code == 200
    assert client.session[SESSION_KEY] == str(person("diane").pk)
    settings.SECRET_KEY_FALLBACKS = []
    other = GuardedClient(PDC_HOST)
    settings.SECRET_KEY = "yet-another-key-of-these-tests" * 3
    other.cookies = client.cookies
    assert other.get("/extranet/").status_code == 302


def test_a_new_key_is_long_and_never_the_same():
    keys = {rotate("--new").strip() for _ in range(3)}
    assert len(keys) == 3
    assert min(map(len, keys)) >= 80
    assert env("SECRET_KEY") not in keys


def test_nothing_that_it_says_shows_a_key(settings):
    former = change(settings)
    said = rotate() + rotate("--apply")
    assert former not in said
    assert NEW not in said
