"""Where a person is signed in: each session with its host and its device in plain words; a message when one is new."""

import datetime
import re

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.dispatch import receiver
from django.utils import timezone

from portal.accounts.second_factor import host_of

SEEN_EVERY = 5 * 60  # seconds: « last seen » is that precise, and costs a write no more often
COOKIE, SALT = "appareil", "portal.accounts.devices"
KNOWN_FOR = datetime.timedelta(days=365)
MOST_ACCOUNTS = 5  # on one browser, in the cookie

BROWSERS = [
    ("Edge", r"Edg(e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"), ("Safari", r"Safari/"),
]  # fmt: skip
SYSTEMS = [
    ("un iPhone", r"iPhone"), ("un iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"),
    ("un Mac", r"Macintosh|Mac OS X"), ("ChromeOS", r"CrOS"), ("Linux", r"Linux|X11"),
]  # fmt: skip


def in_plain_words(user_agent: str) -> str:
    """Return « Firefox sur Windows »; browsers say it themselves, and may lie."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, user_agent)), "Un navigateur")
    system = next((name for name, sign in SYSTEMS if re.search(sign, user_agent)), "un appareil inconnu")
    return f"{browser} sur {system}"


# Sessions ------------------------------------------------------------------------------------------------


def sessions_of(user) -> list[UserSession]:
    """Return the open sessions of a person, on every host, the last seen first, each with ``device`` and ``host``."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    opened = [rows[session.pk] for session in alive if _still_opens(session, user)]
    for row in opened:
        row.device, row.host = in_plain_words(row.user_agent), row.data.get("host", "")
    return sorted(opened, key=lambda row: row.last_seen_at, reverse=True)


def _still_opens(session: Session, user) -> bool:
    """A session made before the password changed opens nothing any more."""
    return session.get_decoded().get(HASH_SESSION_KEY) == user.get_session_auth_hash()


def end_sessions(user, *, but: str | None = None) -> int:
    """Sign a person out of every device, but for the session whose key is ``but``; return how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def forget_ended_sessions() -> None:
    """Delete what is kept of sessions that are no more."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _note(request) -> None:
    """Write down that this session was seen: when, on which host, from which device."""
    key = request.session.session_key
    if not key or not cache.add(f"seen:{key}", True, SEEN_EVERY):
        return
    row = UserSession(
        user=request.account, session_key=key, last_seen_at=timezone.now(), data={"host": host_of(request)},
        ip=get_adapter().get_client_ip(request), user_agent=_user_agent(request),
    )  # fmt: skip
    seen = ["user", "last_seen_at", "data", "ip", "user_agent"]
    UserSession.objects.bulk_create([row], update_conflicts=True, unique_fields=["session_key"], update_fields=seen)


def _user_agent(request) -> str:
    return request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]


# New devices ---------------------------------------------------------------------------------------------


@receiver(user_logged_in)
def tell_of_a_new_device(sender, request, user, **kwargs) -> None:
    """Write to whoever signs in from a browser that has never done so on this host; not the very first time.

    A signed cookie in the browser says so: nothing is kept here, and nobody else is asked.
    """
    if not hasattr(request, "account") or user.pk in _known(request):
        return
    request.device_now_known = user.pk
    if user.last_login:
        words = {"device": in_plain_words(_user_agent(request)), "host": host_of(request)}
        get_adapter(request).send_notification_mail("account/email/new_device", user, words)


def _known(request) -> list[int]:
    """Return the accounts that have signed in with this browser, on this host."""
    said = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=KNOWN_FOR)
    return [int(pk) for pk in said.split(".") if pk]


class DevicesMiddleware:
    """Note when each session was last seen; let a browser remember who has signed in with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.account.is_authenticated:
            _note(request)
        response = self.get_response(request)
        if pk := getattr(request, "device_now_known", None):
            known = [pk, *_known(request)][:MOST_ACCOUNTS]
            response.set_signed_cookie(
                COOKIE, ".".join(map(str, known)), salt=SALT, max_age=KNOWN_FOR,
                secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
            )  # fmt: skip
        return response
