"""Which states a project may move through, and which values of it cannot be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from huxin.kernel.texts import N_, Message, message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Project

__all__ = ["DATED", "MOVES", "STATES", "check_move", "check_values"]

State = Project.State
MOVES: Mapping[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.BUILDING}),
    State.BUILDING: frozenset({State.PAUSED, State.COMPLETED}),
    State.PAUSED: frozenset({State.BUILDING, State.COMPLETED}),
    State.COMPLETED: frozenset({State.SETTLED}),
    State.SETTLED: frozenset(),
}
DATED: Mapping[str, str] = {
    State.BUILDING: "started_on",
    State.COMPLETED: "completed_on",
    State.SETTLED: "settled_on",
}
"""The day that a state brings with it; a project that goes on after a pause keeps its first day."""
STATES: Mapping[str, str] = {
    State.PLANNED: N_("planned works"),
    State.BUILDING: N_("under construction"),
    State.PAUSED: N_("works paused"),
    State.COMPLETED: N_("works finished"),
    State.SETTLED: N_("accounts settled"),
}
MONTHS_OFFSET = (0, 1)
LAST_DAY = 31


def check_move(
    now: str, to: str, *, on: dt.date, today: dt.date, started_on: dt.date | None
) -> None:
    """Raise StepError when a project may not move so."""
    if to not in MOVES[now]:
        raise StepError(
            "project.move",
            message("A project that is {now} cannot become {to}.",
                    now=Message(STATES[now]), to=Message(STATES.get(to, to))),
            message("Take the steps in their order; a wrong state is put right by its regulator."),
        )  # fmt: skip
    if on > today or (started_on is not None and on < started_on):
        raise StepError(
            "project.move_date",
            message("{on} cannot be the day of this step.", on=on),
            message("Give a day that is not ahead and not before the start of the works."),
        )


def check_values(values: Mapping[str, Any], *, today: dt.date) -> None:
    """Raise FieldError for a value that cannot be right; absent and None say nothing."""
    begins, ends = values.get("started_on"), values.get("planned_end_on")
    if begins and ends and ends < begins:
        raise FieldError(
            "project.dates",
            message("The works would end on {end}, before they begin on {begin}.",
                    end=ends, begin=begins),
            message("Compare both days with the works contract."),
        )  # fmt: skip
    for name in ("started_on", "completed_on", "settled_on"):
        on = values.get(name)
        if on is not None and on > today:
            raise FieldError(
                "project.future",
                message("{on} lies ahead.", on=on),
                message("Enter the day once it has come; plans go into the planned completion."),
            )
    price = values.get("contract_price_fen")
    if price is not None and price <= 0:
        raise FieldError(
            "project.price",
            message("The contract price is not above zero."),
            message("Enter the price of the works contract in yuan, or leave it empty."),
        )
    _check_pay_day(values)


def _check_pay_day(values: Mapping[str, Any]) -> None:
    day, offset = values.get("pay_day"), values.get("pay_month_offset")
    if (day is not None and not 1 <= day <= LAST_DAY) or (
        offset is not None and offset not in MONTHS_OFFSET
    ):
        raise FieldError(
            "project.pay_day",
            message("This pay day cannot be."),
            message("Give a day from 1 to 31 of the same month or of the next."),
        )
