"""Words for states, moves and severities, as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from huxin.kernel.texts import N_

__all__ = ["MOVES", "SEVERITIES", "STATES"]

STATES: Mapping[str, str] = {
    "raised": N_("raised"),
    "assigned": N_("assigned"),
    "answered": N_("answered by the company"),
    "verified": N_("answer accepted"),
    "handed_over": N_("handed over"),
    "snoozed": N_("put off"),
    "explained": N_("explained"),
    "closing": N_("closing proposed"),
    "cleared": N_("cleared"),
}
MOVES: Mapping[str, str] = {
    "raise": N_("raise"),
    "update": N_("update"),
    "assign": N_("assign"),
    "answer": N_("answer"),
    "accept": N_("accept the answer"),
    "reject": N_("reject the answer"),
    "hand_over": N_("hand over"),
    "snooze": N_("put off"),
    "wake": N_("come back"),
    "explain": N_("mark as explained"),
    "resume": N_("take up again"),
    "close": N_("propose to close"),
    "confirm": N_("confirm the closing"),
    "refuse": N_("refuse the closing"),
    "reopen": N_("reopen"),
    "clear": N_("clear"),
    "untold": N_("record no longer tells"),
}
SEVERITIES: Mapping[str, str] = {
    "red": N_("Red"),
    "orange": N_("Orange"),
    "yellow": N_("Yellow"),
    "blue": N_("Blue"),
}
