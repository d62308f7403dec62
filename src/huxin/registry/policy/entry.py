"""One row about a worker, as a roster or a form gives it, in the registry's own terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import pyarrow as pa

from huxin.formats.trades import post_label, trade_code
from huxin.kernel.identity import Card, Fault, Identity, check_card, check_identity, check_mobile
from huxin.registry.errors.people import NumberError
from huxin.registry.policy.contracts import UNNAMED_TERM, Terms

__all__ = ["Entry", "Rows", "entries_of"]

Rows: TypeAlias = "pa.Table | Sequence[Mapping[str, Any]]"
"""Accepted rows of `formats.roster`: its fields, `sheet` and `line`."""
STAY_FIELDS = (
    "entered_on", "left_on", "registered_on", "day_rate_fen", "settled_on", "confirmed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One worker on one site. Empty texts and None mean: nothing is said."""

    line: int = 0
    sheet: str = ""
    name: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    card: str = field(default="", repr=False)
    bank: str = ""
    employer: str = ""
    team: str = ""
    trade: str = ""
    post: str = "worker"
    clock_user: str = ""
    entered_on: dt.date | None = None
    left_on: dt.date | None = None
    registered_on: dt.date | None = None
    day_rate_fen: int | None = None
    settled_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    terms: Terms | None = None

    @staticmethod
    def of(row: Mapping[str, Any]) -> Entry:
        """From a row of a roster; words become labels and codes."""
        told: dict[str, Any] = {name: (row.get(name) or "").strip() for name in TEXT_FIELDS}
        told |= {name: row.get(name) for name in STAY_FIELDS}
        return Entry(
            line=row.get("line") or 0,
            trade=trade_code(row.get("trade")) or "",
            post=post_label(row.get("post"), row.get("team_leader"), row.get("name")),
            terms=_terms(row),
            **told,
        )

    def sound_identity(self, *, today: dt.date) -> Identity:
        """The identity number; raises NumberError, also for a missing name."""
        held = check_identity(self.identity, as_of=today)
        if isinstance(held, Fault):
            raise NumberError(held)
        if not self.name:
            raise NumberError.nameless()
        return held

    def sound_card(self) -> Card | None:
        """The card; raises NumberError for what can be none. A weak Luhn digit is a note only."""
        held = check_card(self.card) if self.card else None
        if isinstance(held, Fault):
            raise NumberError(held)
        return held

    def sound_phone(self) -> str:
        """The mobile number; empty where none is given or it is none (a fixed line, say)."""
        held = check_mobile(self.phone) if self.phone else ""
        return "" if isinstance(held, Fault) else held

    @property
    def content(self) -> tuple[object, ...]:
        """All that it says, for a digest of its batch."""
        return tuple(getattr(self, each.name) for each in fields(self))


TEXT_FIELDS = (
    "sheet",
    "name",
    "identity",
    "phone",
    "card",
    "bank",
    "employer",
    "team",
    "clock_user",
)


def entries_of(rows: Rows) -> Iterator[Entry]:
    """The rows of a roster as entries, in order."""
    listed = rows.to_pylist() if isinstance(rows, pa.Table) else rows
    return (Entry.of(row) for row in listed)


def _terms(row: Mapping[str, Any]) -> Terms | None:
    missing = row.get("contract_terms_missing")
    terms = Terms(
        signed_on=row.get("contract_signed_on"),
        from_on=row.get("contract_from"),
        to_on=row.get("contract_to"),
        filed_on=row.get("contract_filed_on"),
        missing=None if missing is None else (UNNAMED_TERM,) * missing,
    )
    return terms if terms != Terms() else None
