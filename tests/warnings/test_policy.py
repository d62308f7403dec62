"""The table of moves as a graph: everything is reached, nothing is a dead end."""

from __future__ import annotations

from collections.abc import Mapping

from huxin.access.permissions import table
from huxin.warnings.models import Warning
from huxin.warnings.policy import MOVES, RANKS, Move
from huxin.warnings.queries.one import VERBS
from huxin.warnings.words import MOVES as MOVE_WORDS
from huxin.warnings.words import SEVERITIES, STATES

RAISED, ASSIGNED, CLEARED = (Warning.State(each) for each in ("raised", "assigned", "cleared"))
ALL = set(Warning.State.values)


def leads_to(move: Move) -> set[str]:
    return {move.after} if move.after else {RAISED, ASSIGNED}


def reached(moves: Mapping[str, Move], start: str) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for move in moves.values():
            for after in leads_to(move) if state in move.before else ():
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
    return seen


def dead_ends(moves: Mapping[str, Move]) -> set[str]:
    """States from which a warning cannot be cleared."""
    return {state for state in ALL if CLEARED not in reached(moves, state)}


def test_every_state_is_reached_and_none_is_a_dead_end() -> None:
    assert reached(MOVES, RAISED) == ALL
    assert dead_ends(MOVES) == set()


def test_people_alone_can_bring_every_open_warning_on() -> None:
    """Even were the monitor never to run again, no open state holds a warning for ever."""
    by_people = {name: move for name, move in MOVES.items() if not move.monitor}
    assert dead_ends(by_people) == set()
    assert all(any(state in move.before for move in by_people.values()) for state in ALL)


def test_a_dead_end_is_caught() -> None:
    broken = {name: move for name, move in MOVES.items() if name not in {"resume", "wake", "clear"}}
    assert dead_ends(broken) == {"snoozed", "explained"}


def test_every_move_of_people_has_its_operation_and_its_words() -> None:
    by_people = {name for name, move in MOVES.items() if not move.monitor}
    assert by_people == set(VERBS)
    operations = table().operations
    assert all(f"warnings.warning.{verb}" in operations for verb in VERBS.values())
    assert set(MOVES) <= set(MOVE_WORDS)
    assert set(STATES) == ALL
    assert set(SEVERITIES) == set(RANKS)
