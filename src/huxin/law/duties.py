"""Reads who has to do what: roles, duties, feeds, routes of competence. Nothing runs here."""

from __future__ import annotations

import re
from pathlib import Path

from huxin.kernel.texts import message
from huxin.law.model import Duty, Feed, Pack, Role, Route, Schedule
from huxin.law.reader import Bilingual, Section, read_list
from huxin.law.units import parse

_INTERVALS = (
    "realtime", "day", "week", "month", "quarter", "half_year", "year", "once", "on_event",
    "on_request", "open",
)  # fmt: skip
_FESTIVALS = ("new_year", "spring_festival", "labour_day", "national_day")
_ONLY_WITH = {"date": ("once",), "month": ("year",), "event": ("on_event", "on_request")}
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def read_roles(path: Path, root: Path) -> tuple[Role, ...]:
    found: list[Role] = []
    for entry in read_list(path, root):
        entry.only(("id", "zh", "en", "clauses"), ("bodies",))
        bodies = entry.section("bodies")
        found.append(
            Role(
                id=_id(entry),
                name=Bilingual(entry.text("en"), zh=entry.text("zh")),
                clauses=entry.texts("clauses"),
                bodies={pack: bodies.texts(pack) for pack in bodies.entries},
                spot=entry.at("id"),
            )
        )
    return tuple(found)


def read_duties(path: Path, root: Path, pack: Pack) -> tuple[Duty, ...]:
    found: list[Duty] = []
    for entry in read_list(path, root):
        entry.only(("id", "title", "by", "schedule", "clauses"), ("to", "fulfils"))
        found.append(
            Duty(
                id=_id(entry),
                title=entry.both("title"),
                by=_some(entry, "by"),
                to=entry.texts("to"),
                schedule=_schedule(entry.section("schedule"), pack),
                clauses=_some(entry, "clauses"),
                fulfils=entry.texts("fulfils"),
                spot=entry.at("id"),
            )
        )
    return tuple(found)


def read_feeds(path: Path, root: Path, pack: Pack) -> tuple[Feed, ...]:
    found: list[Feed] = []
    for entry in read_list(path, root):
        entry.only(("id", "title", "from", "to", "schedule", "clauses"), ("content", "fulfils"))
        found.append(
            Feed(
                id=_id(entry),
                title=entry.both("title"),
                sender=_some(entry, "from"),
                receiver=_some(entry, "to"),
                content=entry.texts("content"),
                schedule=_schedule(entry.section("schedule"), pack),
                clauses=_some(entry, "clauses"),
                fulfils=entry.texts("fulfils"),
                spot=entry.at("id"),
            )
        )
    return tuple(found)


def read_routes(path: Path, root: Path) -> tuple[Route, ...]:
    found: list[Route] = []
    for entry in read_list(path, root):
        entry.only(("id", "title", "when", "to", "clauses"), ("with", "fulfils"))
        when = entry.section("when")
        found.append(
            Route(
                id=_id(entry),
                title=entry.both("title"),
                when={word: _some(when, word) for word in when.entries},
                to=_some(entry, "to"),
                cooperating=entry.texts("with"),
                clauses=_some(entry, "clauses"),
                fulfils=entry.texts("fulfils"),
                spot=entry.at("id"),
            )
        )
    return tuple(found)


def _id(entry: Section) -> str:
    text = entry.text("id")
    if not _ID.fullmatch(text):
        entry.at("id").fail(
            message("not an id: {text}", text=text),
            message("use small letters, digits, underscores and dots"),
        )
    return text


def _some(entry: Section, key: str) -> tuple[str, ...]:
    texts = entry.texts(key)
    if not texts:
        entry.at(key).fail(
            message("the list is empty: {key}", key=key),
            message("name at least one"),
        )
    return texts


def _schedule(entry: Section, pack: Pack) -> Schedule:
    entry.only(
        ("every",), ("day", "before", "month", "date", "window", "event", "parameter", "from")
    )
    every = entry.text("every")
    if every not in _INTERVALS:
        entry.at("every").fail(
            message("unknown interval: {text}", text=every),
            message("use one of: {keys}", keys=_INTERVALS),
        )
    for key, intervals in _ONLY_WITH.items():
        if key in entry and every not in intervals:
            entry.at(key).fail(
                message("{key} does not go with every: {text}", key=key, text=every),
                message("it goes with: {keys}", keys=intervals),
            )
    if "day" in entry and "before" in entry:
        entry.at("before").fail(
            message("day and before exclude each other"),
            message("keep one of the two"),
        )
    return Schedule(
        every=every,
        from_on=entry.date("from") or pack.from_on,
        day=_number(entry, "day", 31),
        before=_number(entry, "before", 31),
        month=_number(entry, "month", 12),
        date=entry.date("date"),
        window=_window(entry) if "window" in entry else None,
        event=entry.text("event"),
        parameter=entry.text("parameter"),
    )


def _number(entry: Section, key: str, highest: int) -> int:
    text = entry.text(key, "0")
    if key in entry and not (text.isdecimal() and 1 <= int(text) <= highest):
        entry.at(key).fail(
            message("{key} is not a number from 1 to {highest}", key=key, highest=highest),
            message("write it as a number in quotes"),
        )
    return int(text)


def _window(entry: Section) -> tuple[str, str]:
    window = entry.section("window")
    window.only(("from", "to"))
    for key in ("from", "to"):
        if window.text(key) not in _FESTIVALS and parse(window.scalar(key), "month_day") is None:
            window.at(key).fail(
                message("neither MM-DD nor a festival: {text}", text=window.text(key)),
                message("use MM-DD or one of: {keys}", keys=_FESTIVALS),
            )
    return window.text("from"), window.text("to")
