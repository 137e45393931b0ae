"""Dates and sessions of several years, and who signed up for them: as many as the members of a tenant fill."""

from events.models import Event, Occurrence, SignUp
from events.models.seats import State
from portal.organisations.models import Audience
from tests.bench_load.rows import insert, keep, next_key
from tests.bench_load.sizes import Size
from trainings.models import HalfDay, Registration, Session, Training
from trainings.models.registrations import Step

DATES_OF_AN_EVENT = 4
SESSIONS_OF_A_TRAINING = 10
WHO = "bench_member m ON m.tenant_id = h.tenant_id AND m.no = mod(h.no * 37 + place, t.members)"
"""As many different members as there are places, and not the same ones for each date."""


def give_dates(size: Size) -> None:
    """Events, one in three for everybody, with dates from a year ago to half a year ahead."""
    _number_holders("bench_date", Occurrence, size, first=-355, days=535)
    keep(
        "bench_event",
        f"SELECT tenant_id, n AS no, {next_key(Event)} AS event_id, {next_key(Audience)} AS audience_id"
        f" FROM bench_tenant, LATERAL generate_series(0, holders / {DATES_OF_AN_EVENT}) AS n",
    )
    insert(Audience, "bench_event", id="audience_id", tenant_id="tenant_id",
           reach=f"CASE WHEN mod(no, 3) = 0 THEN '{Audience.Reach.PUBLIC}' ELSE '{Audience.Reach.PROFESSIONALS}' END",
           )  # fmt: skip
    insert(Event, "bench_event", id="event_id", tenant_id="tenant_id", audience_id="audience_id",
           title="'Rencontre n° ' || no", text="repeat('De quoi il s’agit. ', 20)", is_published="true",
           takes_signups="true", published_at="now() - interval '1 year'")  # fmt: skip
    events = f"bench_event e ON e.tenant_id = h.tenant_id AND e.no = h.no / {DATES_OF_AN_EVENT}"
    insert(Occurrence, f"bench_date h JOIN {events}", id="h.key", tenant_id="h.tenant_id", event_id="e.event_id",
           starts_at="h.starts_at", ends_at="h.starts_at + interval '2 hours'", place="'Maison des solidarités'",
           commune_id="h.commune_id", capacity="h.capacity")  # fmt: skip
    insert(SignUp, _places("bench_date", size), tenant_id="h.tenant_id", occurrence_id="h.key",
           membership_id="m.membership_id", signed_up_by_id="m.user_id", state=_state(),
           asked_at=_asked_at())  # fmt: skip


def give_sessions(size: Size) -> None:
    """Trainings of the catalogue, with sessions from three years ago to half a year ahead."""
    _number_holders("bench_session", Session, size, first=-1000, days=1180)
    keep(
        "bench_training",
        f"SELECT tenant_id, n AS no, {next_key(Training)} AS training_id, {next_key(Audience)} AS audience_id"
        f" FROM bench_tenant, LATERAL generate_series(0, holders / {SESSIONS_OF_A_TRAINING}) AS n",
    )
    insert(Audience, "bench_training", id="audience_id", tenant_id="tenant_id")
    insert(Training, "bench_training tr JOIN bench_organisation o ON o.tenant_id = tr.tenant_id AND o.no = 0",
           id="training_id", tenant_id="tr.tenant_id", audience_id="audience_id", title="'Formation n° ' || tr.no",
           slug="'formation-' || tr.no", aims="repeat('Savoir faire. ', 30)", hours="7",
           institute_id="o.organisation_id", is_published="true")  # fmt: skip
    trainings = f"bench_training tr ON tr.tenant_id = h.tenant_id AND tr.no = h.no / {SESSIONS_OF_A_TRAINING}"
    insert(Session, f"bench_session h JOIN {trainings}", id="h.key", tenant_id="h.tenant_id",
           training_id="tr.training_id", starts_at="h.starts_at", ends_at="h.starts_at + interval '7 hours'",
           place="'Maison des solidarités'", commune_id="h.commune_id", capacity="h.capacity",
           announced_at="h.starts_at - interval '60 days'",
           state=f"CASE WHEN h.is_over THEN '{Session.State.DONE}' ELSE '{Session.State.OPEN}' END")  # fmt: skip
    insert(HalfDay, "bench_session h CROSS JOIN generate_series(0, 1) AS half", tenant_id="h.tenant_id",
           session_id="h.key", starts_at="h.starts_at + half * interval '4 hours'",
           ends_at="h.starts_at + half * interval '4 hours' + interval '3 hours'",
           trainer_name="'Camille Aubert'")  # fmt: skip
    insert(Registration, _places("bench_session", size), tenant_id="h.tenant_id", session_id="h.key",
           membership_id="m.membership_id",
           signed_up_by_id="m.user_id", state=_state(), asked_at=_asked_at(), organisation_id="m.organisation_id",
           organisation_kind="m.kind",
           presence="CASE WHEN h.is_over AND place < h.capacity THEN 'presente' ELSE '' END")  # fmt: skip
    insert(Step, "bench_session h JOIN trainings_registration r ON r.session_id = h.key", tenant_id="r.tenant_id",
           registration_id="r.id", state="r.state", at="r.asked_at", by_id="r.signed_up_by_id")  # fmt: skip


def _number_holders(table: str, model, size: Size, *, first: int, days: int) -> None:
    """Spread what has seats over so many days, in the communes of its tenant; one in five is full, and some wait."""
    full = max(size.seats - 5, 1)
    keep(
        table,
        f"""
        SELECT t.tenant_id, n AS no, {next_key(model)} AS key, c.code AS commune_id, at.starts_at,
            at.starts_at + interval '7 hours' < now() AS is_over,
            CASE WHEN mod(n, 5) = 0 THEN {full} ELSE {size.seats + 5} END AS capacity
        FROM bench_tenant t, LATERAL generate_series(0, t.holders - 1) AS n,
            LATERAL (SELECT date_trunc('day', now()) + make_interval(
                days => {first} + n * {days} / t.holders, hours => 7 + mod(n, 6)) AS starts_at) at
        JOIN LATERAL (
            SELECT code FROM territories_commune JOIN territories_coveragerule r USING (intercommunality_id)
            WHERE r.tenant_id = t.tenant_id ORDER BY code LIMIT 1
        ) c ON true
        """,
    )


def _places(table: str, size: Size) -> str:
    """Return one row for each place that somebody takes or waits for; ``place`` is its rank, from nought."""
    return (
        f"{table} h JOIN bench_tenant t ON t.tenant_id = h.tenant_id"
        f" CROSS JOIN LATERAL generate_series(0, least({size.seats}, t.members) - 1) AS place JOIN {WHO}"
    )


def _state() -> str:
    return f"CASE WHEN place < h.capacity THEN '{State.TAKEN}' ELSE '{State.WAITING}' END"


def _asked_at() -> str:
    """Return when each asked: in the order of their places, and never later than now."""
    return "least(h.starts_at - interval '20 days', now() - interval '1 day') + place * interval '1 minute'"
