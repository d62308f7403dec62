"""Kinds of values that go over the wire, strict about what they do not know."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "Asked", "Day", "Fen", "Id", "Name", "Number", "Reason", "Statement", "Text", "Word", "Yes",
    "whole", "wholes",
]  # fmt: skip

BIG = 2**63 - 1
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Asked(BaseModel):
    """What is sent: a field that it does not name is refused.

    Not of the interface's own base class, which would check such a body twice.
    """

    model_config = ConfigDict(extra="forbid")


def whole(value: object) -> object:
    """JSON has one kind of number: 1.0 is a whole number there. True is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def wholes(values: object) -> object:
    """The same for a list, which seldom needs it."""
    if isinstance(values, list) and float in set(map(type, values)):
        return [whole(each) for each in values]
    return values


def iso(value: object) -> object:
    """A day as YYYY-MM-DD; a number is none."""
    if not (value is None or (isinstance(value, str) and DAY.fullmatch(value))):
        raise ValueError("not a day")
    return value


def one_line(text: str) -> str:
    """Without signs that cannot be printed."""
    return CONTROLS.sub(" ", text)


def some_lines(text: str) -> str:
    """The same, but for line breaks."""
    return UNPRINTED.sub(" ", text)


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[dt.date, BeforeValidator(iso)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(one_line)]
Number = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(one_line)]
Word = Annotated[str, Field(max_length=60), AfterValidator(one_line)]
Text = Annotated[str, Field(max_length=300), AfterValidator(some_lines)]
Reason = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(some_lines)]
Statement = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(some_lines)]
Id = Annotated[int, Field(ge=1, le=BIG, strict=True), BeforeValidator(whole)]
Fen = Annotated[int, Field(ge=0, le=BIG, strict=True), BeforeValidator(whole)]
Yes = Annotated[bool, Field(strict=True)]
