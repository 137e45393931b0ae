"""How often: the numbers that slow down who guesses or floods, in one place.

Each attempt is counted by what is attacked (« key »: an account, an address to write to) and by where it comes from
(« ip »: an IPv4 address, or an IPv6 network of /64, as one line is given). A whole agency comes from one address: what
is counted by it leaves room for a morning when hundreds sign in. What a guesser meets first is the count by account,
which no number of addresses gets round.
"""

from portal.settings.environment import env_int

ACCOUNT_RATE_LIMITS = {
    # Forms of the login that are sent, right or wrong, and departures for ProConnect: 300 people behind one address,
    # within a few minutes.
    "login": "120/m/ip",
    # Wrong passwords and wrong codes. By account first: what it refuses uses up nothing of its neighbours' room.
    "login_failed": "5/5m/key,40/m/ip,300/h/ip",
    # Mails that somebody asks for: « key » is the address written to.
    "request_login_code": "3/m/key,60/m/ip",
    "reset_password": "5/m/key,20/m/ip",
    # The page that such a mail leads to.
    "reset_password_from_key": "20/m/ip",
}
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64  # bits

VISITOR_MESSAGES_AN_HOUR = env_int("VISITOR_MESSAGES_AN_HOUR", 6)
"""Messages, requests for an access and reports of one visitor's address; who is signed in is counted by account."""
