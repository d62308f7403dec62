"""Texts for people: one English key with named fields, translated before it is filled.

Every room keeps its Chinese in `locale/zh_CN*.po` beside its code; the key is the English
text itself, so English is complete by construction and a house test keeps Chinese complete.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
ROOMS = (
    "kernel", "law", "facts", "rules", "formats", "check", "sim", "trail", "access", "registry",
    "wages", "intake", "warnings", "demo", "web", "api", "cli", "jobs", "config",
)  # fmt: skip

Value: TypeAlias = "str | int | dt.date | Message | tuple[Value, ...] | None"


class Fen(int):
    """A whole number of fen that is printed as yuan with thousands separators."""


class Month(dt.date):
    """The first day of a month that is printed as the month."""


class CentiDays(int):
    """Hundredths of a day, printed as days: 150 is 1.5."""


class Ppm(int):
    """Parts per million, printed as a percentage: 220000 is 22%.

    Cut, not rounded, to hundredths of a percent: what is just below a limit never looks like it.
    """


def N_(text: str) -> str:  # noqa: N802 -- gettext's own name for "translate later"
    """Mark `text` for translation where it is written; translate where it is shown."""
    return text


@lru_cache(maxsize=1)
def _chinese() -> gettext.NullTranslations:
    whole = Catalog(locale="zh_CN")
    for room in ROOMS:
        folder = resources.files(f"huxin.{room}") / "locale"
        if not folder.is_dir():
            continue
        for source in sorted(folder.iterdir(), key=lambda each: each.name):
            for entry in read_po(io.BytesIO(source.read_bytes()), locale="zh_CN"):
                if entry.id and entry.string:
                    whole[entry.id] = entry
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, language: str) -> str:
    """`text` in `language`: "zh" looks it up, "en" returns the key itself."""
    if language != "zh" or not text:
        return text
    return _chinese().gettext(text)


def show(value: Value, language: str) -> str:  # noqa: PLR0911 -- one line per kind of value
    """One field as people write it: money in yuan, dates and months in the language's own form."""
    if value is None:
        return translate(N_("not known"), language)
    if isinstance(value, Message):
        return value.say(language)
    if isinstance(value, Fen):
        sign, whole = ("-" if value < 0 else ""), abs(int(value))
        figure = f"{sign}{whole // 100:,}.{whole % 100:02d}"
        return f"{figure} {'元' if language == 'zh' else 'yuan'}"
    if isinstance(value, CentiDays):
        return _decimal(value, 2)
    if isinstance(value, Ppm):
        return _decimal(abs(value) // 100 * (1 if value >= 0 else -1), 2) + "%"
    if isinstance(value, Month):
        return f"{value.year}年{value.month}月" if language == "zh" else f"{value:%Y-%m}"
    if isinstance(value, dt.date):
        return (
            f"{value.year}年{value.month}月{value.day}日"
            if language == "zh"
            else f"{value:%Y-%m-%d}"
        )
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(show(each, language) for each in value)
    return str(value)


def _decimal(scaled: int, places: int) -> str:
    sign, whole = ("-" if scaled < 0 else ""), abs(int(scaled))
    fraction = f"{whole % 10**places:0{places}d}".rstrip("0")
    return f"{sign}{whole // 10**places:,}" + (f".{fraction}" if fraction else "")


@dataclass(frozen=True, slots=True)
class Message:
    """A text key and its named fields; nothing is joined or filled before translation."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The sentence in `language` ("zh" or "en")."""
        filled = {name: show(value, language) for name, value in self.values.items()}
        return translate(self.text, language).format(**filled)


def message(text: str, /, **values: Value) -> Message:
    """Shorthand for `Message`: `message("{n} rows were refused", n=3)`."""
    return Message(text, values)


def fen_value(fen: int | None) -> Fen | None:
    """A money field for a message; None stays "not known"."""
    return None if fen is None else Fen(fen)


def month_value(month: dt.date | None) -> Month | None:
    """A month field for a message; None stays "not known"."""
    return None if month is None else Month(month.year, month.month, 1)
