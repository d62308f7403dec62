"""`huxin law`: ask the law packs by name, place and day; what carries out which clause."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from huxin.cli.language import language
from huxin.kernel.divisions import division
from huxin.kernel.errors import InputError
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import N_, ROOMS, Message, Value, message, show
from huxin.law import Answer, Bilingual, Lawbook, Pack, Parameter, read_waits, verify
from huxin.law.units import LawValue, told, written

__all__ = ["app"]

Clauses: TypeAlias = "dict[str, Sequence[str]]"
Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | int | bool | None"

STATE_WORDS = {
    "boundary": N_("boundary"),
    "fulfilled": N_("carried out"),
    "waiting": N_("waiting for a later part"),
    "open": N_("not yet"),
}
COUNT_WORDS = {
    "packs": N_("packs"),
    "clauses": N_("clauses of the five documents"),
    "boundary": N_("boundary clauses"),
    "same_as": N_("attachment items that repeat a body clause"),
    "open": N_("clauses with open values"),
    "open_values": N_("open values"),
    "national_articles": N_("national articles"),
    "capabilities": N_("capabilities"),
    "published_warnings": N_("published warning rules"),
    "parameters": N_("parameters"),
    "names": N_("parameter names"),
    "open_parameters": N_("parameters left open"),
    "to_verify": N_("parameters to be checked against the official text"),
    "roles": N_("roles"),
    "duties": N_("duties"),
    "feeds": N_("feeds"),
    "routes": N_("routes of competence"),
}

app = typer.Typer(add_completion=False, no_args_is_help=True)

Code = Annotated[str, typer.Argument(help=N_("Code of a pack, as huxin law list shows it."))]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for programs."))]
Local = Annotated[
    Path | None, typer.Option("--local", help=N_("The local.yaml of the installation."))
]


def say(text: str, /, **values: Value) -> None:
    """Print one line in the language of the command line."""
    typer.echo(Message(text, values).say(language()))


def emit(answer: Json) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def day(text: str) -> dt.date:
    """A day as the command line gives it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            message("Not a day: {text}", text=text),
            remedy=message("Write it as 2025-06-30."),
        ) from error


def fulfillers() -> tuple[Clauses, Clauses]:
    """What outside the packs carries out clauses in full, and what in part.

    Warning rules say it in their specs; the rooms of the platform in their `fulfils.yaml`. The
    rules need the query engine, so they are imported here, when coverage is asked for.
    """
    rules = importlib.import_module("huxin.rules.catalogue").RULES.values()
    whole: dict[str, Sequence[str]] = {f"rule {rule.spec.id}": rule.spec.fulfils for rule in rules}
    for room in ROOMS:
        whole |= own_data(room, "fulfils.yaml")
    return whole, {f"rule {rule.spec.id}": rule.spec.clauses for rule in rules}


@app.command("list", help=N_("List the packs: code, in force from, places, sizes."))
def packs(*, as_json: AsJson = False) -> None:
    book = Lawbook.load()
    if as_json:
        emit([_head(pack) for pack in book.packs.values()])
        return
    for pack in book.packs.values():
        say(
            N_("{code}: {title}, from {day}; {clauses} clauses, {parameters} parameters"),
            code=pack.code,
            title=pack.title,
            day=pack.from_on,
            clauses=len(pack.clauses),
            parameters=len(pack.parameters),
        )


@app.command("show", help=N_("Show one pack: its head and every parameter with its values."))
def one_pack(code: Code, *, as_json: AsJson = False) -> None:
    book = Lawbook.load()
    pack = book.pack(code)
    if as_json:
        listed: list[Json] = [_parameter(each) for each in pack.parameters.values()]
        emit({**_head(pack), "parameters": listed})
        return
    say("{title}", title=pack.title)
    for label, value in (
        (N_("Issued by: {value}"), pack.issuer),
        (N_("Number: {value}"), pack.number or message("not given in the copy")),
        (N_("In force from: {value}"), pack.from_on),
        (N_("Places: {value}"), _places(pack)),
        (N_("On the date: {value}"), pack.date_note),
    ):
        if value is not None:
            say(label, value=value)
    for each in pack.parameters.values():
        say(
            N_("{name}: {values} ({clauses})"),
            name=book.title(each.name),
            clauses=each.clauses or each.sources,
            values=_series(each),
        )


@app.command("value", help=N_("Ask for one value by name, place and day, with its derivation."))
def one_value(
    name: Annotated[str, typer.Argument(help=N_("Full name, such as deposit.rate_max."))],
    *,
    place: Annotated[str, typer.Option(help=N_("Division code, such as 140923."))],
    on: Annotated[str, typer.Option(help=N_("The day the value is asked for."))],
    known_on: Annotated[
        str | None, typer.Option(help=N_("As it was known on this day; default: all known now."))
    ] = None,
    pack: Annotated[
        str | None, typer.Option(help=N_("Choose a pack and its parents, whatever the place."))
    ] = None,
    local: Local = None,
    as_json: AsJson = False,
) -> None:
    book = Lawbook.load(local)
    found = book.value(
        name,
        place=division(place[:6]).code,
        on=day(on),
        known_on=day(known_on) if known_on else None,
        pack=pack,
    )
    if as_json:
        emit(_answer(found))
        return
    say("{name}: {value}", name=book.title(name), value=told(found.value, found.unit))
    layer = book.packs[found.layer].title if found.layer in book.packs else message("local values")
    say(N_("Layer: {value}"), value=layer)
    say(N_("By: {value}"), value=(*found.clauses, *found.sources))
    if found.to_on is None:
        say(N_("Valid from {day}"), day=found.from_on)
    else:
        say(N_("Valid from {day} until before {end}"), day=found.from_on, end=found.to_on)
    say(N_("Known from {value}"), value=found.known_from)
    if found.to_verify:
        say(N_("To be checked against the official text before it blocks or fines anyone."))
    say(N_("How it was found, narrowest layer first:"))
    for step in found.derivation:
        say("  {step}", step=step)


@app.command("diff", help=N_("Compare two packs, parameter by parameter."))
def difference(one: Code, other: Code, *, as_json: AsJson = False) -> None:
    book = Lawbook.load()
    left, right = book.pack(one), book.pack(other)
    names = sorted({*left.parameters, *right.parameters})
    rows = [(name, left.parameters.get(name), right.parameters.get(name)) for name in names]
    rows = [each for each in rows if _plain(each[1]) != _plain(each[2])]
    if as_json:
        emit([{"name": name, one: _plain(a), other: _plain(b)} for name, a, b in rows])
        return
    for name, here, there in rows:
        say("{name}", name=book.title(name))
        for pack, each in ((left, here), (right, there)):
            say("  {pack}: {values}", pack=pack.code, values=_series(each))
    say(N_("{n} of {total} parameters differ."), n=len(rows), total=len(names))


@app.command("coverage", help=N_("Show which clauses are carried out by what, and which are open."))
def covered(*, as_json: AsJson = False) -> None:
    whole, parts = fulfillers()
    waits = read_waits()
    coverage = Lawbook.load().coverage(whole, parts=parts, waits=waits)
    if as_json:
        emit({
            "summary": coverage.summary,
            "entries": [
                {
                    "id": each.id,
                    "document": each.document,
                    "capability": each.capability,
                    "state": each.state,
                    "by": list(each.by),
                    "parts": list(each.parts),
                    "waits_for": each.waits_for or None,
                }
                for each in coverage.entries
            ],
            "waits": {each.id: each.title.say(language()) for each in waits},
        })  # fmt: skip
        return
    say(N_("All clauses: {counts}"), counts=_counts(coverage.summary))
    say(N_("By document"))
    for name, counts in coverage.per_document().items():
        say("  {name}: {counts}", name=name, counts=_counts(counts))
    say(N_("By capability"))
    for capability in Lawbook.load().pack("cn").capabilities:
        counts = coverage.per_capability().get(capability.id, {})
        say("  {name}: {counts}", name=capability.name, counts=_counts(counts))
    for wait in waits:
        held = [each for each in coverage.entries if each.waits_for == wait.id]
        say(N_("Waiting for {title}, {n} clauses:"), title=wait.title, n=len(held))
        for each in held:
            say(N_("  {clause}; there already: {parts}"), clause=each.id,
                parts=each.parts or message("nothing"))  # fmt: skip


@app.command("verify", help=N_("Run every check of the lawbook; exit code 1 when one fails."))
def verified(*, as_json: AsJson = False) -> None:
    verdict = verify(Lawbook.load())
    problems = [(each.where, each.what.say(language())) for each in verdict.problems]
    if as_json:
        emit({
            "counts": dict(verdict.counts),
            "problems": [{"where": where, "what": what} for where, what in problems],
        })  # fmt: skip
    else:
        for name, number in verdict.counts.items():
            say("{name}: {n}", name=message(COUNT_WORDS[name]), n=number)
        for where, what in problems:
            typer.echo(f"{where}: {what}")
        say(N_("{n} problem(s)"), n=len(problems))
    raise typer.Exit(1 if problems else 0)


def _places(pack: Pack) -> Value:
    names = tuple(division(place).full_name for place in pack.places)
    return names or message("the whole country")


def _counts(counts: Mapping[str, int]) -> tuple[Message, ...]:
    return tuple(
        message("{word} {n} of {total}", word=message(word), n=counts.get(state, 0),
                total=counts.get("total", 0))
        for state, word in STATE_WORDS.items()
    )  # fmt: skip


def _series(parameter: Parameter | None) -> tuple[Message, ...] | Message:
    """Every dated value of a parameter; open and silent are said."""
    if parameter is None:
        return message("silent")
    if parameter.is_open:
        return message("open: left to the place")
    return tuple(
        message("{value} from {day}", value=_told(each.value, parameter.unit), day=each.from_on)
        for each in parameter.series
    )


def _told(value: LawValue | None, unit: str) -> Message:
    return message("nothing any more") if value is None else told(value, unit)


def _plain(parameter: Parameter | None) -> Json:
    """What `diff` compares: values by day, "open", or None for silent."""
    if parameter is None:
        return None
    if parameter.is_open:
        return "open"
    return {each.from_on.isoformat(): _json(each.value) for each in parameter.series}


def _json(value: LawValue | None) -> Json:
    if value is None:
        return "end"
    text = written(value)
    return list[Json](text) if isinstance(text, list) else text


def _texts(texts: Iterable[str | Bilingual]) -> list[Json]:
    return [show(each, language()) for each in texts]


def _head(pack: Pack) -> dict[str, Json]:
    return {
        "code": pack.code,
        "title": pack.title.say(language()),
        "number": pack.number or None,
        "issuer": pack.issuer.say(language()),
        "places": list[Json](pack.places),
        "zone": pack.is_zone,
        "parent": pack.parent or None,
        "from": pack.from_on.isoformat(),
        "date_note": pack.date_note.say(language()) if pack.date_note else None,
        "clauses": len(pack.clauses),
    }


def _parameter(each: Parameter) -> dict[str, Json]:
    return {
        "name": each.name,
        "description": each.description.say(language()),
        "unit": each.unit,
        "values": _plain(each),
        "clauses": list[Json](each.clauses),
        "sources": _texts(each.sources),
        "to_verify": each.to_verify,
    }


def _answer(found: Answer) -> dict[str, Json]:
    return {
        "name": found.name,
        "value": _json(found.value),
        "unit": found.unit,
        "layer": found.layer,
        "clauses": list[Json](found.clauses),
        "sources": _texts(found.sources),
        "from": found.from_on.isoformat(),
        "to": found.to_on.isoformat() if found.to_on else None,
        "known_from": found.known_from.isoformat(),
        "to_verify": found.to_verify,
        "derivation": [step.say(language()) for step in found.derivation],
    }
