"""The mails that members get about what concerns them: text and HTML, in the tenant's colours, with a way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from portal.design.typography import french
from portal.notifications.models import Notice
from portal.notifications.subjects import SUBJECTS
from portal.notifications.unsubscription import path_for
from portal.tenancy.models import Membership


@dataclass(frozen=True)
class Section:
    """What a mail says about one subject, and the link that refuses more of it."""

    label: str
    notices: list[Notice]
    refusal: str


def send_notice(notice: Notice, base_url: str) -> None:
    """Send one notice at once. ``base_url``: the tenant's address, asked for once by whoever sends many."""
    _send(notice.membership, french(notice.title), [notice], base_url, "notice")


def send_digest(membership: Membership, notices: Iterable[Notice], base_url: str) -> None:
    """Send what gathered for a member in one mail, subject by subject."""
    notices = list(notices)
    count = len(notices)
    title = french(f"Votre récapitulatif : {count} {'nouvelles' if count > 1 else 'nouvelle'}")
    _send(membership, title, notices, base_url, "digest")


def _send(membership: Membership, title: str, notices: list[Notice], base_url: str, template: str) -> None:
    codes = {notice.subject for notice in notices}
    words = {
        "title": title,
        "membership": membership,
        "tenant": membership.tenant,
        "sections": _sections(membership, notices, base_url),
        "base_url": base_url,
        "preferences": base_url + reverse("notification_preferences", settings.ROOT_URLCONF),
    }
    refusal = base_url + path_for(membership, codes)
    message = EmailMultiAlternatives(
        subject=title,
        body=render_to_string(f"notifications/emails/{template}.txt", words),
        to=[membership.user.email],
        headers={"List-Unsubscribe": f"<{refusal}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    message.attach_alternative(render_to_string(f"notifications/emails/{template}.html", words), "text/html")
    message.send()


def _sections(membership: Membership, notices: list[Notice], base_url: str) -> list[Section]:
    ordered = sorted(notices, key=lambda notice: (notice.subject, notice.created_at))
    return [
        Section(SUBJECTS[code].label, list(of_one), base_url + path_for(membership, [code]))
        for code, of_one in groupby(ordered, key=lambda notice: notice.subject)
    ]
