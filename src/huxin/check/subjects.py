"""What a finding is about, said so that people recognise it and nobody else is exposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from huxin.check.assemble import Assembled
from huxin.check.assemble.wages import Sheet
from huxin.check.model import Subject, Words
from huxin.kernel.identity import mask_card, mask_identity, mask_name
from huxin.kernel.texts import N_, Fen, Message, Month, message
from huxin.rules.base import Scope

__all__ = ["Known", "Named", "Subjects"]

NOTHING = Words("", "")


class Named(Protocol):
    """A person as whoever keeps the names knows him."""

    @property
    def name(self) -> str: ...
    @property
    def identity(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What the keys of findings stand for: people, companies, cards by digest, sheets, entries.

    `persons` are the keys of companies that are natural persons; an entry is its day and fen.
    """

    people: Mapping[int, Named] = field(default_factory=dict, repr=False)
    companies: Mapping[int, str] = field(default_factory=dict)
    persons: frozenset[int] = frozenset()
    cards: Mapping[int, str] = field(default_factory=dict, repr=False)
    sheets: Mapping[int, Sheet] = field(default_factory=dict)
    entries: Mapping[int, tuple[dt.date, int]] = field(default_factory=dict)

    @staticmethod
    def of(assembled: Assembled) -> Known:
        """What the assembly of a folder knows."""
        parties = assembled.tables["party"].select(["party_key", "is_person"]).to_pylist()
        entries = assembled.tables["account_entry"].select(["entry_key", "on", "amount_fen"])
        return Known(
            people=assembled.who.people,
            companies=assembled.companies.names,
            persons=frozenset(each["party_key"] for each in parties if each["is_person"]),
            cards=assembled.cards,
            sheets=assembled.sheets,
            entries={
                row["entry_key"]: (row["on"], row["amount_fen"]) for row in entries.to_pylist()
            },
        )


class Subjects:
    """Keys of findings to names; `reveal` shows people and cards as they are kept."""

    def __init__(self, known: Known, *, reveal: bool) -> None:
        self._known, self._reveal = known, reveal
        self._label: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
            "month": lambda keys: message("{month}", month=_month(keys["month"])),
            "sheet_key": self._sheet,
            "card_digest": lambda keys: message("card {card}", card=self.card(keys["card_digest"])),
            "entry_key": self._entry,
            "guarantee_no": lambda keys: message("guarantee no. {n}", n=keys["guarantee_no"]),
            "measure_no": lambda keys: message("court measure no. {n}", n=keys["measure_no"]),
            "payment_no": lambda keys: message("progress payment no. {n}", n=keys["payment_no"]),
            "party_key": lambda keys: message("{name}", name=self.company(keys["party_key"])),
            "complaint_key": lambda keys: message("complaint no. {n}", n=keys["complaint_key"]),
            "feed": lambda keys: message(
                "{feed}, {month}", feed=keys["feed"], month=_month(keys["month"])
            ),
        }

    def of(self, scope: Scope, keys: Mapping[str, Any]) -> Subject:
        """The subject of a finding from its scope and key values."""
        last = "feed" if scope is Scope.FEED else scope.keys[-1]
        worker = self._known.people.get(keys.get("worker_key", 0))
        month = keys.get("month")
        return Subject(
            site=keys.get("project_key") or 0,
            label=self._label[last](keys) if last in self._label else NOTHING,
            worker=self.name(worker.name) if worker else "",
            identity=self.identity(worker.identity) if worker else "",
            month=month if isinstance(month, dt.date) else None,
        )

    def name(self, name: str) -> str:
        """A person's name."""
        return name if self._reveal else mask_name(name)

    def identity(self, number: str) -> str:
        """An identity number."""
        return number if self._reveal else mask_identity(number)

    def card(self, digest: int | None) -> str:
        """A card by its digest."""
        number = self._known.cards.get(digest or 0, "")
        return number if self._reveal else mask_card(number)

    def company(self, key: int | None) -> str | None:
        """A company by its key; a natural person among the parties is masked."""
        name = self._known.companies.get(key or 0)
        return self.name(name) if name and key in self._known.persons else name

    @cached_property
    def companies(self) -> Mapping[int, str]:
        """All companies as they are shown."""
        return {key: self.company(key) or "" for key in self._known.companies}

    def _entry(self, keys: Mapping[str, Any]) -> Message:
        on, fen = self._known.entries.get(keys["entry_key"], (None, 0))
        return message(N_("account entry of {day}, {amount}"), day=on, amount=Fen(fen or 0))

    def sheet(self, key: int | None) -> Sheet | None:
        """A wage sheet by its key."""
        return self._known.sheets.get(key or 0)

    def _sheet(self, keys: Mapping[str, Any]) -> Message:
        sheet = self._known.sheets.get(keys["sheet_key"])
        if sheet is None:
            return message("wage sheet no. {n}", n=keys["sheet_key"])
        if sheet.page:
            return message("{file}, sheet {page}", file=sheet.file, page=sheet.page)
        return message("{file}", file=sheet.file)


def _month(month: dt.date | None) -> Month | None:
    return None if month is None else Month(month.year, month.month, 1)
