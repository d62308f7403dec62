"""The wage deposit of one project: what is due, by when, whether what is there suffices."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from huxin.kernel import known
from huxin.kernel.calendar import Deadline, WorkCalendar
from huxin.kernel.known import Known
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.law import deposit as formula
from huxin.registry.law import Here

__all__ = ["FORMS", "Cover", "DepositDue", "Ground", "Held", "cover_of", "due_by", "due_of"]

STORING = "deposit.storing_working_days"
FORMS: Mapping[str, str] = {
    "cash": N_("cash deposit"),
    "bank_guarantee": N_("bank guarantee"),
    "insurance": N_("guarantee insurance"),
    "guarantee_fund": N_("arrears-guarantee fund of enterprises"),
    "third_party": N_("guarantee of a third party"),
    "exempt": N_("exempt from storing"),
    "none": N_("nothing stored"),
}
GROUNDS: Mapping[str, str] = {
    "base": N_("no change of the rate"),
    "clean": N_("lowered after clean years"),
    "open": N_("lowered at most, as the clean years are not known"),
    "arrears": N_("raised after arrears"),
    "listed": N_("raised after a listing"),
}


class Ground(Protocol):
    """The record that moves a rate; None: not known."""

    clean_years: int | None
    had_arrears: bool | None
    is_listed: bool | None


@dataclass(frozen=True, slots=True)
class _Record:
    """One project as the formula reads it."""

    contract_price_fen: Known
    clean_years: Known
    had_arrears: Known
    is_listed: Known
    account_opened_on: Known
    registered_on: Known


@dataclass(frozen=True, slots=True)
class DepositDue:
    """What is due, from `low_fen` to `high_fen`; both equal when all is known, None when nothing.

    `is_exempt`: whether an exemption would hold, None when that cannot be told.
    """

    low_fen: int | None
    high_fen: int | None
    is_exempt: bool | None
    steps: tuple[Message, ...]
    clauses: tuple[str, ...]
    lacking: tuple[Message, ...] = ()


class Cover(enum.StrEnum):
    """How a deposit stands to what is due."""

    FULL = "full"
    EXEMPT = "exempt"
    SHORT = "short"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Held:
    """What is there: the form, the sum stored or in letters, what was used and not made good."""

    form: str = "none"
    stored_fen: int = 0
    open_use_fen: int = 0

    @property
    def net_fen(self) -> int:
        return self.stored_fen - self.open_use_fen


@dataclass(frozen=True, slots=True)
class CoverAnswer:
    """The judgement with its reason; `short_fen` is what is missing at least."""

    cover: Cover
    says: Message
    short_fen: int = 0
    clauses: tuple[str, ...] = field(default=())


def due_of(
    *,
    price_fen: int | None,
    ground: Ground | None,
    account_opened_on: dt.date | None,
    registered_on: dt.date,
    here: Here,
    on: dt.date,
) -> DepositDue:
    """The deposit due by the law of a place and day, with its arithmetic."""
    record = _Record(
        Known(price_fen),
        Known(ground.clean_years if ground else None),
        Known(ground.had_arrears if ground else None),
        Known(ground.is_listed if ground else None),
        Known(account_opened_on.toordinal() if account_opened_on else None),
        Known(registered_on.toordinal()),
    )
    law = partial(_asked, here, on)
    found = formula.due(record, law, known)
    names = (*formula.ARITHMETIC, *formula.EXEMPTION)
    clauses = dict.fromkeys(each for name in names for each in here.clauses(name, on))
    return DepositDue(
        found.low_fen.value,
        found.high_fen.value,
        formula.exemption_holds(record, law).value,
        tuple(_steps(price_fen, found, here, on)),
        tuple(clauses),
        tuple(_lacking(price_fen, record, here, on)),
    )


def due_by(
    *,
    permit_on: dt.date | None,
    permit_waived: bool,
    signed_on: dt.date | None,
    here: Here,
    on: dt.date,
    calendar: WorkCalendar,
) -> Deadline | None:
    """Until when it is to be stored (D65 art. 8); None: the term has not begun or is not set."""
    start = signed_on if permit_waived else permit_on
    days = None if start is None else here.term(STORING, on)
    return None if start is None or days is None else calendar.add_working_days(start, days)


def cover_of(held: Held | None, due: DepositDue) -> CoverAnswer:
    """Whether what is there suffices."""
    if held is not None and held.form == "exempt":
        return _exempt(due)
    if held is None or held.form == "none" or held.net_fen <= 0:
        return _nothing(due)
    if due.low_fen is None or due.high_fen is None:
        return CoverAnswer(
            Cover.UNKNOWN,
            message("What is due cannot be computed: {lacking}.", lacking=due.lacking),
            clauses=due.clauses,
        )
    return _compared(held.net_fen, due, low_fen=due.low_fen, high_fen=due.high_fen)


def _nothing(due: DepositDue) -> CoverAnswer:
    if due.is_exempt:
        says = message("No deposit is stored, and the exemption that may hold is not on record.")
        return CoverAnswer(Cover.MISSING, says, clauses=due.clauses)
    says = message("No wage deposit is stored; {due} is due.", due=_range(due))
    return CoverAnswer(Cover.MISSING, says, due.low_fen or 0, due.clauses)


def _compared(net_fen: int, due: DepositDue, *, low_fen: int, high_fen: int) -> CoverAnswer:
    """A sum against what is due; between the two bounds nothing can be told."""
    if low_fen <= net_fen < high_fen:
        says = message(
            "{held} is stored; whether that suffices cannot be told: {lacking}.",
            held=fen_value(net_fen),
            lacking=due.lacking,
        )
        return CoverAnswer(Cover.UNKNOWN, says, clauses=due.clauses)
    says = message("{held} is stored; {due} is due.", held=fen_value(net_fen), due=_range(due))
    if net_fen < low_fen:
        return CoverAnswer(Cover.SHORT, says, low_fen - net_fen, due.clauses)
    return CoverAnswer(Cover.FULL, says, clauses=due.clauses)


def _exempt(due: DepositDue) -> CoverAnswer:
    if due.is_exempt is None:
        return CoverAnswer(
            Cover.UNKNOWN,
            message("Exempt on record; whether that holds cannot be told: {lacking}.",
                    lacking=due.lacking),
            clauses=due.clauses,
        )  # fmt: skip
    if due.is_exempt:
        return CoverAnswer(Cover.EXEMPT, message("Exempt."), clauses=due.clauses)
    return CoverAnswer(
        Cover.SHORT,
        message("Exempt on record, but the grounds do not hold; due is {due}.", due=_range(due)),
        due.low_fen or 0,
        due.clauses,
    )


def _asked(here: Here, on: dt.date, name: str) -> Known:
    return Known(here.scaled(name, on))


def _range(due: DepositDue) -> Message:
    if due.low_fen is None or due.high_fen is None:
        return message("not known")
    if due.low_fen == due.high_fen:
        return message("{amount}", amount=fen_value(due.low_fen))
    return message("{low} to {high}", low=fen_value(due.low_fen), high=fen_value(due.high_fen))


def _steps(price_fen: int | None, found: formula.Due, here: Here, on: dt.date) -> list[Message]:
    if price_fen is None or found.low_fen.value is None:
        return []
    steps = [
        message(
            "{price} at {rate}, changed by {change} ({ground}): {low}.",
            price=fen_value(price_fen),
            rate=Ppm(found.rate_ppm.value),
            change=Ppm(found.change_ppm.value),
            ground=Message(GROUNDS[found.ground.value]),
            low=fen_value(found.low_fen.value),
        )
    ]
    answer = here.answer(formula.RATE, on)
    steps += list(answer.derivation) if answer else []
    cap = here.scaled(formula.CAP, on)
    if cap is not None:
        steps.append(message("The place caps the deposit at {cap}.", cap=fen_value(cap)))
    return steps


def _lacking(price_fen: int | None, record: _Record, here: Here, on: dt.date) -> list[Message]:
    """What would have to be known for one figure."""
    found = []
    if price_fen is None:
        found.append(message("the contract price"))
    if here.scaled(formula.RATE, on) is None:
        found.append(message("the rate of the place, which has not set it"))
    if record.clean_years.value is None:
        found.append(message("the contractor's clean years"))
    if record.had_arrears.value is None:
        found.append(message("whether the contractor had arrears before"))
    return found
