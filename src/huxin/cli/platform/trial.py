"""The verbs of `huxin rules try`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import typer

from huxin.access.actor import system
from huxin.cli.language import language
from huxin.kernel.texts import Message, Month, Ppm, Value, message
from huxin.warnings.trial import Trial, tried

__all__ = ["try_rule"]


def try_rule(rule: str, span: tuple[dt.date, dt.date], *, place: str, as_json: bool) -> None:
    """Try a rule on past days and tell what it found."""
    found = tried(rule, *span, actor=system("rules try"), place=place)
    if as_json:
        typer.echo(json.dumps(_data(found), ensure_ascii=False, indent=1))
        return
    for line in _lines(found):
        typer.echo(line.say(language()))


def _lines(tried: Trial) -> Iterator[Message]:
    yield message(
        "{rule} from {first} to {last}: {n} subjects hit",
        rule=tried.rule,
        first=tried.from_on,
        last=tried.to_on,
        n=tried.subjects,
    )
    yield message("Facts as they are on record now; what was entered later counts from the start.")
    for each in tried.months:
        month = Month(each.month.year, each.month.month, 1)
        yield message(
            "{month}: {n} subjects, {new} of them new", month=month, n=each.subjects, new=each.new
        )
    for day in tried.days:
        yield message(
            "{day}: {n} hits, {new} of them new, {unknown} cannot be told",
            day=day.on,
            n=day.hits,
            new=day.new,
            unknown=day.cannot_tell,
        )
    yield from _loads(tried)
    for other in tried.overlaps:
        yield message(
            "{n} of them also have open warnings of {rule}", n=other.subjects, rule=other.rule
        )
    yield _precision(tried)


def _loads(tried: Trial) -> Iterator[Message]:
    for each in tried.loads:
        name: Value = each.name or message("no unit in charge")
        if each.per_officer is None:
            yield message("{unit}: {n} hits, and nobody works there", unit=name, n=each.hits)
        else:
            yield message(
                "{unit}: {n} hits, {officers} officers, {share} each",
                unit=name,
                n=each.hits,
                officers=each.officers,
                share=str(each.per_officer),
            )


def _precision(tried: Trial) -> Message:
    share = tried.precision_ppm
    if share is None:
        return message("Precision: no outcome is on record yet.")
    return message(
        "Precision: {n} of {known} with a known outcome were confirmed ({share})",
        n=tried.confirmed,
        known=tried.known,
        share=Ppm(share),
    )


def _data(tried: Trial) -> dict[str, Any]:
    return {
        "rule": tried.rule,
        "from": tried.from_on.isoformat(),
        "to": tried.to_on.isoformat(),
        "place": tried.place,
        "facts": "as recorded now",
        "subjects": tried.subjects,
        "months": [
            {"month": f"{each.month:%Y-%m}", "subjects": each.subjects, "new": each.new}
            for each in tried.months
        ],
        "days": [
            {"on": each.on.isoformat(), "hits": each.hits, "new": each.new,
             "cannot_tell": each.cannot_tell}
            for each in tried.days
        ],
        "loads": [
            {"body": each.body, "name": each.name, "hits": each.hits, "officers": each.officers,
             "per_officer": None if each.per_officer is None else str(each.per_officer)}
            for each in tried.loads
        ],
        "overlaps": [{"rule": each.rule, "subjects": each.subjects} for each in tried.overlaps],
        "known": tried.known,
        "confirmed": tried.confirmed,
        "precision_ppm": tried.precision_ppm,
    }  # fmt: skip
