"""Letters of guarantee: in force, ending, ended, replaced; and what is too short in them."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Protocol

from dateutil.relativedelta import relativedelta

from huxin.kernel.texts import Message, message
from huxin.registry.law import Here

__all__ = ["Letter", "LetterState", "Shape", "state_of", "too_short"]

REMIND, LEAST = "guarantee.renewal_notice_months", "guarantee.minimum_term_years"


class Shape(enum.StrEnum):
    """Where a letter is in its life."""

    COMING = "coming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    EXPIRED = "expired"
    REPLACED = "replaced"
    ENDED = "ended"


class Letter(Protocol):
    """One letter; `to_on` None: it runs until it is given back."""

    kind: str
    from_on: dt.date
    to_on: dt.date | None
    ended_on: dt.date | None
    replaced_by_id: int | None


@dataclass(frozen=True, slots=True)
class LetterState:
    """The state of a letter on a day; `remind_on` is the day from which its end is near."""

    shape: Shape
    remind_on: dt.date | None
    says: Message


def state_of(letter: Letter, *, here: Here, on: dt.date) -> LetterState:
    """Where the letter is in its life on the day."""
    months, to_on = here.term(REMIND, on), letter.to_on
    remind = None if to_on is None or months is None else to_on - relativedelta(months=months)
    shape = _shape(letter, remind, on)
    said = {
        Shape.REPLACED: message("Replaced by another letter."),
        Shape.ENDED: message("Ended on {on}.", on=letter.ended_on),
        Shape.COMING: message("Runs from {on}.", on=letter.from_on),
        Shape.EXPIRED: message("Expired on {on}.", on=to_on),
        Shape.ENDING: message(
            "Ends on {to}; the reminder was due on {remind}.", to=to_on, remind=remind
        ),
        Shape.IN_FORCE: message("In force until {to}.", to=to_on)
        if to_on
        else message("In force, without an end."),
    }
    return LetterState(shape, remind, said[shape])


def _shape(letter: Letter, remind: dt.date | None, on: dt.date) -> Shape:
    to_on = letter.to_on
    states = (
        (Shape.REPLACED, letter.replaced_by_id is not None),
        (Shape.ENDED, letter.ended_on is not None),
        (Shape.COMING, on < letter.from_on),
        (Shape.EXPIRED, to_on is not None and to_on < on),
        (Shape.ENDING, remind is not None and remind <= on),
    )
    return next((shape for shape, holds in states if holds), Shape.IN_FORCE)


def too_short(letter: Letter, *, planned_end_on: dt.date | None, here: Here) -> Message | None:
    """What is wrong with a deposit letter's term (D65 art. 17); None when nothing is."""
    years = here.term(LEAST, letter.from_on)
    if letter.kind != "wage_deposit" or letter.to_on is None:
        return None
    if years is not None and letter.to_on < letter.from_on + relativedelta(years=years, days=-1):
        return message("The letter runs for less than {years} years.", years=years)
    if planned_end_on is not None and letter.to_on < planned_end_on:
        return message("The letter ends before the works, planned until {on}.", on=planned_end_on)
    return None
