"""One question to one layer of the law, and the answer with its derivation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from huxin.kernel.errors import NotSet, Silent
from huxin.kernel.texts import Message, message
from huxin.law.local import LOCAL, Local
from huxin.law.model import Pack, Parameter
from huxin.law.reader import Bilingual
from huxin.law.units import LawValue, told


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says: the value, who says it, since and until when, and how it was found.

    `value` is a Decimal for yuan and ratio, an int for terms and counts, else text, bool, date or
    a tuple of texts. `to_on` is the first day on which another answer holds; None: still valid.
    """

    name: str
    value: LawValue
    unit: str
    layer: str
    clauses: tuple[str, ...]
    sources: tuple[str | Bilingual, ...]
    from_on: dt.date
    to_on: dt.date | None
    known_from: dt.date
    to_verify: bool
    derivation: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one layer says on one day: a value, "open" (no value, `is_open`) or nothing."""

    layer: str
    changes: tuple[dt.date, ...]
    step: Message
    value: LawValue | None = None
    unit: str = ""
    is_open: bool = False
    from_on: dt.date = dt.date.min
    known_from: dt.date = dt.date.min
    clauses: tuple[str, ...] = ()
    sources: tuple[str | Bilingual, ...] = ()
    to_verify: bool = False
    date_note: Message | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A name asked for a day, with what was known on another day (None: all that is known now).

    `title` is the name as people are told it.
    """

    name: str
    title: Message
    on: dt.date
    known_on: dt.date | None = None

    def knows(self, day: dt.date) -> bool:
        return self.known_on is None or day <= self.known_on


def said_by_local(local: Local, question: Question) -> Said | None:
    """What the installation says; None when it never set the name."""
    values = [each for each in local.values.get(question.name, ()) if question.knows(each.set_on)]
    if not values:
        return None
    changes = tuple(each.from_on for each in values)
    now = [each for each in values if each.from_on <= question.on]
    if not now:
        return Said(LOCAL, changes, message("This installation: nothing in force yet."))
    last = now[-1]
    step = message(
        "This installation: {value} from {day}; source: {source}.",
        value=told(last.value, last.unit),
        day=last.from_on,
        source=last.source,
    )
    return Said(
        LOCAL, changes, step, value=last.value, unit=last.unit, from_on=last.from_on,
        known_from=last.set_on, sources=(Bilingual(last.source, zh=last.source),),
    )  # fmt: skip


def said_by(pack: Pack, question: Question) -> Said:
    """What one pack says."""
    parameter = pack.parameters.get(question.name)
    changes = changes_in(pack, parameter, question)
    nothing = Said(pack.code, changes, message("{pack}: says nothing.", pack=pack.title))
    is_over = pack.to_on is not None and question.on >= pack.to_on
    if parameter is None or is_over:
        return nothing
    if parameter.is_open:
        return _open(pack, parameter, question, changes) or nothing
    known = [each for each in parameter.series if question.knows(each.known_from)]
    now = [each for each in known if each.from_on <= question.on]
    if not now or now[-1].value is None:
        return nothing
    last = now[-1]
    if last.value is None:
        return nothing
    step = message(
        "{pack}: {value} from {day} ({clauses}).",
        pack=pack.title,
        value=told(last.value, parameter.unit),
        day=last.from_on,
        clauses=cited(parameter),
    )
    return Said(
        pack.code, changes, step, value=last.value, unit=parameter.unit, from_on=last.from_on,
        known_from=last.known_from, clauses=parameter.clauses, sources=parameter.sources,
        to_verify=parameter.to_verify or pack.date_note is not None, date_note=pack.date_note,
    )  # fmt: skip


def _open(
    pack: Pack, parameter: Parameter, question: Question, changes: tuple[dt.date, ...]
) -> Said | None:
    known_from = pack.known_from or pack.from_on
    if question.on < pack.from_on or not question.knows(known_from):
        return None
    step = message(
        "{pack}: requires a value and leaves it to the place ({clauses}).",
        pack=pack.title,
        clauses=cited(parameter),
    )
    return Said(
        pack.code, changes, step, unit=parameter.unit, is_open=True, from_on=pack.from_on,
        known_from=known_from, clauses=parameter.clauses, sources=parameter.sources,
    )  # fmt: skip


def changes_in(pack: Pack, parameter: Parameter | None, question: Question) -> tuple[dt.date, ...]:
    """The days on which the answer of a pack may change, as far as they are known."""
    if parameter is None:
        return ()
    days = [each.from_on for each in parameter.series if question.knows(each.known_from)]
    if parameter.is_open:
        days.append(pack.from_on)
    if pack.to_on is not None:
        days.append(pack.to_on)
    return tuple(sorted(days))


def cited(parameter: Parameter) -> tuple[str | Message, ...]:
    """The citation of a parameter for people: clauses, else sources."""
    return parameter.clauses or parameter.sources


def answer(question: Question, layers: Sequence[Said]) -> Answer:
    """The narrowest value in force; without one NotSet if a layer leaves it open, else Silent."""
    for index, said in enumerate(layers):
        if said.value is None:
            continue
        later = [day for each in layers[: index + 1] for day in each.changes if day > question.on]
        return Answer(
            name=question.name,
            value=said.value,
            unit=said.unit,
            layer=said.layer,
            clauses=said.clauses,
            sources=said.sources,
            from_on=said.from_on,
            to_on=min(later, default=None),
            known_from=said.known_from,
            to_verify=said.to_verify,
            derivation=_derivation(layers, index),
        )
    for said in layers:
        if said.is_open:
            raise NotSet(
                message("{name} is not set: {why}", name=question.title, why=said.step),
                rule=", ".join(said.clauses),
                remedy=message(
                    "Set {name} in local.yaml, with its source and date.", name=question.name
                ),
            )
    raise Silent(
        message("No document in force on {day} says anything on {name}.",
                day=question.on, name=question.title),
        remedy=message("Look at another day or place, or set the value in local.yaml."),
    )  # fmt: skip


def _derivation(layers: Sequence[Said], chosen: int) -> tuple[Message, ...]:
    steps = [said.step for said in layers[: chosen + 1]]
    note = layers[chosen].date_note
    if note is not None:
        steps.append(note)
    for said in layers[chosen + 1 :]:
        if said.value is not None:
            steps.append(message("Set aside by the narrower layer: {step}", step=said.step))
        else:
            steps.append(said.step)
    return tuple(steps)
