"""Rosters and project sheets to facts: projects, parties, enrolments, contracts, securities."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import column, distinct, fact, from_rows, texts
from huxin.check.assemble.companies import Companies, teams
from huxin.facts.columns import DAY, FEN, KEY
from huxin.facts.schema import TABLES
from huxin.formats.trades import post_label, trade_code
from huxin.kernel.digest import Digester
from huxin.kernel.identity import Identity, check_identity
from huxin.kernel.names import plain_name

__all__ = ["contracts", "enrolments", "listed", "parties", "projects"]

ACCOUNT_NAME_END = "农民工工资专用账户"
NUMBERS = {
    "guarantee": "guarantee_no",
    "court_measure": "measure_no",
    "progress_payment": "payment_no",
    "complaint": "complaint_key",
}


def projects(
    rows: pa.Table, keys: Sequence[int], place: int, contractors: Mapping[int, str]
) -> pa.Table:
    """One row per site; a site without a project sheet is known by its key and the asked place."""
    names = [each.name for each in TABLES["project"].columns]
    told: dict[int, dict[str, Any]] = {}
    for row in rows.to_pylist():
        told.setdefault(row["project_key"], row)
    whole = []
    for key in keys:
        row = told.get(key, {})
        known = {name: row.get(name) for name in names}
        known |= {"project_key": key, "place": _place(row.get("place"), place)}
        if known["account_name_matches"] is None:
            known["account_name_matches"] = account_name_matches(
                row.get("account_name"), contractors.get(key), row.get("name")
            )
        whole.append(known)
    return from_rows("project", whole)


def _place(text: object, asked: int) -> int:
    digits = str(text or "").strip()
    return int(digits[:6]) if re.match(r"\d{6}", digits) else asked


def account_name_matches(
    account: str | None, contractor: str | None, project: str | None
) -> bool | None:
    """Whether the account's name is contractor, project and the fixed ending (A53 art. 6)."""
    if not account or not project or not contractor:
        return None
    whole = plain_name(contractor) + plain_name(project) + ACCOUNT_NAME_END
    return plain_name(account) == whole


def parties(rows: pa.Table, companies: Companies) -> pa.Table:
    """Parties of project sheets; a company stands once per role and site."""
    names = [each.name for each in TABLES["party"].columns]
    whole: dict[tuple[int, int, str], dict[str, Any]] = {}
    for row in rows.to_pylist():
        key = companies.key(row.get("name"))
        if key is None or not row.get("role"):
            continue
        known = {name: row.get(name) for name in names}
        known |= {"party_key": key, "parent_party_key": companies.key(row.get("parent"))}
        whole.setdefault((row["project_key"], key, row["role"]), known)
    return from_rows("party", [whole[key] for key in sorted(whole)])


def enrolments(
    rows: pa.Table,
    workers: pa.Array,
    companies: Companies,
    digester: Digester,
    *,
    minimum_age: Callable[[int, dt.date], int | None],
) -> pa.Table:
    """One row per worker and site: the last line of a worker on the rosters counts.

    `minimum_age` gives the law's age in years for a project on the day of entry.
    """
    size = rows.num_rows
    columns = {
        "project_key": column(rows, "project_key", KEY),
        "worker_key": workers,
        "party_key": companies.keys(texts(rows, "employer")),
        "team_key": teams(rows),
        "post": _mapped(rows, lambda row: post_label(*row), "post", "team_leader", "name"),
        "trade": _mapped(rows, lambda row: trade_code(row[0]), "trade"),
        "under_age": _under_age(rows, minimum_age),
        "day_rate_fen": column(rows, "day_rate_fen", FEN),
        "card_digest": digester.int64_column("card", texts(rows, "card")),
        "phone_digest": digester.int64_column("phone", texts(rows, "phone")),
        **{
            name: column(rows, name, DAY)
            for name in ("entered_on", "left_on", "registered_on", "settled_on", "confirmed_on")
        },
    }
    return _last_of_each(fact("enrolment", columns, size), ("project_key", "worker_key"))


def contracts(rows: pa.Table, workers: pa.Array) -> pa.Table:
    """Labour contracts that rosters tell of: a day signed or a day begun is one."""
    begun, signed = column(rows, "contract_from", DAY), column(rows, "contract_signed_on", DAY)
    columns = {
        "project_key": column(rows, "project_key", KEY),
        "worker_key": workers,
        "signed_on": signed,
        "from_on": pc.coalesce(begun, signed),
        "to_on": column(rows, "contract_to", DAY),
        "filed_on": column(rows, "contract_filed_on", DAY),
        "terms_missing": column(rows, "contract_terms_missing", pa.int64()),
    }
    whole = fact("labour_contract", columns, rows.num_rows)
    return _last_of_each(
        whole.filter(pc.is_valid(whole["from_on"])), ("project_key", "worker_key", "from_on")
    )


def listed(name: str, rows: pa.Table, **changes: pa.Array) -> pa.Table:
    """A list of the project sheet as the fact table `name`; missing numbers are filled in.

    Where a project can have one row only, its first counts.
    """
    schema = TABLES[name].arrow
    columns = {
        field.name: column(rows, field.name, field.type)
        for field in schema
        if field.name in rows.column_names and not pa.types.is_dictionary(field.type)
    }
    columns |= {
        field.name: texts(rows, field.name)
        for field in schema
        if field.name in rows.column_names and pa.types.is_dictionary(field.type)
    }
    columns |= changes
    if name in NUMBERS:
        columns[NUMBERS[name]] = _numbered(name, rows)
    whole = fact(name, columns, rows.num_rows)
    if TABLES[name].key != ("project_key",):
        return whole
    _, first = np.unique(whole["project_key"].to_numpy(), return_index=True)
    return whole.take(pa.array(first))


def _numbered(name: str, rows: pa.Table) -> pa.Array:
    """Running numbers: within the project, but over all sites for complaints."""
    if name == "complaint":
        return pa.array(np.arange(1, rows.num_rows + 1, dtype=np.int32))
    numbers: list[int] = []
    used: dict[int, int] = {}
    given = column(rows, NUMBERS[name], pa.int64()).to_pylist()
    for project, own in zip(rows["project_key"].to_pylist(), given, strict=True):
        used[project] = max(used.get(project, 0) + 1, own or 0)
        numbers.append(used[project])
    return pa.array(numbers, pa.int32())


def _last_of_each(table: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    known = table.filter(pc.is_valid(table["worker_key"]))
    if not known.num_rows:
        return known
    kinds, _ = distinct([known[key].combine_chunks() for key in keys])
    _, last = np.unique(kinds[::-1], return_index=True)
    taken = known.take(pa.array(np.sort(known.num_rows - 1 - last)))
    return taken.sort_by([(key, "ascending") for key in keys])


def _mapped(
    rows: pa.Table, label: Callable[[tuple[Any, ...]], str | None], *names: str
) -> pa.Array:
    kinds, listed_rows = distinct([texts(rows, name) for name in names])
    labels = np.array([label(row) for row in listed_rows] or [None], dtype=object)
    return pa.array(labels[kinds], pa.string())


def _under_age(rows: pa.Table, minimum_age: Callable[[int, dt.date], int | None]) -> pa.Array:
    """Whether the worker was younger than the law's age on the day of entry; null when unknown."""
    names = ("project_key", "identity", "entered_on")
    found: list[bool | None] = []
    lists = [column(rows, names[0], KEY), texts(rows, names[1]), column(rows, names[2], DAY)]
    for project, number, entered in zip(*(each.to_pylist() for each in lists), strict=True):
        held = check_identity(number) if number else None
        if not isinstance(held, Identity) or entered is None:
            found.append(None)
            continue
        years = minimum_age(project, entered)
        grown = None if years is None else _birthday(held.born_on, years)
        found.append(None if grown is None else entered < grown)
    return pa.array(found, pa.bool_())


def _birthday(born_on: dt.date, years: int) -> dt.date:
    """The day on which somebody reaches an age; of 29 February the next day."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return dt.date(born_on.year + years, 3, 1)
