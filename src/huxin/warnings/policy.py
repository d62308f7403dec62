"""What may become of a warning: one table of moves, and pure decisions over it.

`monitor` moves are made by the monitor; all others by people, through `actions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from huxin.warnings.errors import (
    AlreadyPassed,
    NothingToWakeUp,
    OutOfTurn,
    SamePerson,
    StillSo,
    WithoutReason,
)
from huxin.warnings.models import Warning

__all__ = [
    "MOVES", "OPEN", "RANKS", "WORKED_ON", "Move", "checked", "ends_on", "may_close", "may_reopen",
    "reason", "resting", "second_person",
]  # fmt: skip

State = Warning.State
RANKS: Mapping[str, int] = {"red": 0, "orange": 1, "yellow": 2, "blue": 3}
OPEN = tuple(state.value for state in State if state is not State.CLEARED)
WORKED_ON = (
    State.RAISED, State.ASSIGNED, State.ANSWERED, State.VERIFIED, State.HANDED_OVER,
)  # fmt: skip
"""States in which somebody has to do something; in the others the warning waits for a day."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `after` empty: back to `assigned` if anybody has it, else to `raised`."""

    before: tuple[str, ...]
    after: str
    monitor: bool = False


MOVES: Mapping[str, Move] = {
    "assign": Move((State.RAISED, State.ASSIGNED, State.HANDED_OVER), State.ASSIGNED),
    "answer": Move((State.RAISED, State.ASSIGNED, State.HANDED_OVER), State.ANSWERED),
    "accept": Move((State.ANSWERED,), State.VERIFIED),
    "reject": Move((State.ANSWERED,), State.ASSIGNED),
    "hand_over": Move(
        (State.RAISED, State.ASSIGNED, State.ANSWERED, State.VERIFIED, State.HANDED_OVER),
        State.HANDED_OVER,
    ),
    "snooze": Move(WORKED_ON, State.SNOOZED),
    "explain": Move(WORKED_ON, State.EXPLAINED),
    "resume": Move((State.SNOOZED, State.EXPLAINED), ""),
    "close": Move(WORKED_ON, State.CLOSING),
    "confirm": Move((State.CLOSING,), State.CLEARED),
    "refuse": Move((State.CLOSING,), ""),
    "reopen": Move((State.CLEARED,), State.RAISED),
    "raise": Move((State.CLEARED,), State.RAISED, monitor=True),
    "wake": Move((State.SNOOZED, State.EXPLAINED), "", monitor=True),
    "clear": Move(OPEN, State.CLEARED, monitor=True),
}


def checked(warning: Warning, move: str) -> str:
    """The state that a move leads to; raises OutOfTurn where it cannot be made now."""
    found = MOVES[move]
    if warning.state not in found.before:
        raise OutOfTurn(warning.state, move)
    return found.after or resting(warning.account_id)


def resting(account: int | None) -> str:
    """Where a warning goes back to when its rest ends."""
    return State.RAISED if account is None else State.ASSIGNED


def ends_on(until: dt.date, today: dt.date) -> dt.date:
    """The day on which a rest ends; it must lie ahead."""
    if until <= today:
        raise AlreadyPassed(until)
    return until


def reason(text: str) -> str:
    """A reason that somebody can read."""
    if not text.strip():
        raise WithoutReason
    return text.strip()


def may_close(warning: Warning) -> None:
    """A warning is closed by hand only where the facts no longer say anything about it."""
    if warning.untold_on is None:
        raise StillSo


def second_person(first: int | None, second: int | None) -> None:
    """Who confirms is not who proposed."""
    if first == second:
        raise SamePerson


def may_reopen(warning: Warning) -> None:
    """What the facts cleared, the facts raise again; people reopen what people closed."""
    if warning.cleared_by_facts:
        raise NothingToWakeUp
