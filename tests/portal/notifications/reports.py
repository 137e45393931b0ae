"""What mail servers send back, as they write it (RFC 3464)."""

REPORT = """\
Return-Path: <>
Delivered-To: {came_to}
From: MAILER-DAEMON@mx.example
To: {came_to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="aaa"

This is a MIME-encapsulated message.

--aaa
Content-Type: text/plain; charset=utf-8

<{failed}>: host mx.example said: 550 {status} no such person
--aaa
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {failed}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such person
--aaa
Content-Type: text/rfc822-headers

Subject: Convocation
--aaa--
"""
AWAY = """\
From: nora@ccas.example
To: {came_to}
Subject: Absente du bureau
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

Je suis absente. Status: 5.1.1 Action: failed
"""


def report(came_to: str, failed: str = "nora@ccas.example", *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(came_to=came_to, failed=failed, action=action, status=status).encode()


def away(came_to: str) -> bytes:
    return AWAY.format(came_to=came_to).encode()
