"""What a solicitation may become. The database holds the same table (migration 0002); a test compares the two."""

from extranet.solicitations.models import State

NEXT = {
    State.DRAFT: {State.RECEIVED},
    State.RECEIVED: {State.TO_COMPLETE, State.STUDIED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP},
    State.TO_COMPLETE: {State.RECEIVED, State.NO_FOLLOW_UP},
    State.STUDIED: {State.TO_COMPLETE, State.SUPPORTED, State.REDIRECTED, State.REFUSED, State.NO_FOLLOW_UP},
    State.SUPPORTED: set(),
    State.REDIRECTED: set(),
    State.REFUSED: set(),
    State.NO_FOLLOW_UP: set(),
}
"""What is plainly elsewhere is redirected or refused at once; a support is only set up for what was studied."""


def may_become(before: State, after: State) -> bool:
    return after in NEXT[before]
