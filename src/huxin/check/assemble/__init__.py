"""From what was read to the fact tables: people, companies, attendance, money, papers, law."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.account import Known, account_entries
from huxin.check.assemble.attendance import Attendance, unite
from huxin.check.assemble.columns import from_rows, texts
from huxin.check.assemble.companies import Companies
from huxin.check.assemble.inputs import Inputs, SiteRead
from huxin.check.assemble.law import Law, calendar_rows, parameter_rows, span
from huxin.check.assemble.papers import (
    contracts,
    enrolments,
    listed,
    parties,
    projects,
)
from huxin.check.assemble.payments import payments
from huxin.check.assemble.wages import Sheet, wage_lines
from huxin.check.assemble.who import Who, mentions
from huxin.facts.schema import TABLES
from huxin.kernel.digest import Digester

__all__ = ["Assembled", "Inputs", "Law", "Notes", "SiteRead", "assemble"]

LISTS = ("progress_payment", "deposit", "guarantee", "signboard", "indicator", "complaint")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the assembly noticed that no reader can see: it looks across files."""

    lines_without_month: int
    payments_without_date: int
    sources_disagree: int
    people_without_number: int
    unknown_clock_days: int
    same_names: Mapping[int, Mapping[str, int]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The fact tables of a run, and what is needed to say a finding: who, which, where."""

    tables: Mapping[str, pa.Table]
    who: Who
    companies: Companies
    sheets: Mapping[int, Sheet]
    cards: Mapping[int, str] = field(repr=False)
    project_names: Mapping[int, str]
    notes: Notes


@dataclass(frozen=True, slots=True)
class _Rows:
    """Accepted rows per kind of file, over all sites."""

    roster: pa.Table
    wages: pa.Table
    grid: pa.Table
    days: pa.Table
    clock: pa.Table
    results: pa.Table
    statement: pa.Table
    project: pa.Table
    party: pa.Table

    @property
    def naming(self) -> tuple[pa.Table, ...]:
        """Tables that say who works here; a payroll line may pay somebody who does not."""
        return (self.roster, self.wages, self.grid, self.days, self.clock)


def assemble(
    sites: Iterable[SiteRead], *, place: int, law: Law, as_of: dt.date, parameters: Iterable[str]
) -> Assembled:
    """The fact tables of all sites; keys come from sorted names: equal files, equal facts."""
    inputs = Inputs.of(sites)
    rows = _rows(inputs)
    digester = Digester(_run_key(rows))
    named = [(table, *mentions(table)) for table in rows.naming]
    everybody = [each for _, _, found in named for each in found]
    who = Who(everybody)
    workers = {id(table): who.keys(kinds, found) for table, kinds, found in named}
    companies = Companies(_company_names(rows))
    chain = rows.party.to_pylist()
    contractors = {
        row["project_key"]: row["name"] for row in chain if row.get("role") == "general_contractor"
    }
    keys = range(1, len(inputs.sites) + 1)
    wages = wage_lines(rows.wages, workers[id(rows.wages)], companies, digester)
    attendance = _attendance(rows, workers)
    known = Known.of(everybody, ((row["project_key"], row["role"], row["name"]) for row in chain))
    entries = account_entries(rows.statement, known, digester)
    made, undated = payments(rows.results, entries, wages.lines, who, digester)
    project = projects(rows.project, keys, place, contractors)
    places = dict(zip(keys, project["place"].to_pylist(), strict=True))
    tables = {
        "project": project,
        "party": parties(rows.party, companies),
        "worker": _workers(who),
        "enrolment": enrolments(
            rows.roster,
            workers[id(rows.roster)],
            companies,
            digester,
            minimum_age=lambda at, on: law.number("enrolment.minimum_age", places[at], on),
        ),
        "labour_contract": contracts(rows.roster, workers[id(rows.roster)]),
        "attendance_day": attendance.days,
        "attendance_month": attendance.months,
        "wage_line": wages.lines,
        "payment": made,
        "account_entry": entries.select(TABLES["account_entry"].arrow.names),
        "feed_delivery": _feeds(inputs.rows("feed_delivery"), places),
        **{name: listed(name, inputs.rows(name)) for name in LISTS},
    }
    between = span(tables, as_of)
    tables["calendar"] = calendar_rows(law.calendar, between)
    tables["parameter"] = parameter_rows(
        law, sorted({*places.values(), place}), parameters, between
    )
    return Assembled(
        tables=tables,
        who=who,
        companies=companies,
        sheets=wages.sheets,
        cards=_card_numbers(rows, digester),
        project_names=_project_names(rows.project),
        notes=Notes(
            lines_without_month=wages.without_month,
            payments_without_date=undated,
            sources_disagree=attendance.disagreements,
            people_without_number=who.without_number,
            unknown_clock_days=_nobody(workers[id(rows.clock)]),
            same_names={key: same for key in keys if (same := who.same_name(key))},
        ),
    )


def _rows(inputs: Inputs) -> _Rows:
    return _Rows(
        roster=inputs.rows("roster"),
        wages=inputs.rows("wage_sheet"),
        grid=inputs.rows("attendance_grid"),
        days=inputs.rows("attendance_list"),
        clock=_clock(inputs),
        results=inputs.rows("payroll_result"),
        statement=inputs.rows("bank_statement"),
        project=inputs.rows("project_sheet"),
        party=inputs.rows("party"),
    )


def _clock(inputs: Inputs) -> pa.Table:
    """Days of clock dumps with the name and number that the site's list of users gives."""
    days, users = inputs.rows("attlog"), inputs.rows("users")
    if not days.num_rows:
        return days
    size = days.num_rows
    told = {
        (row["project_key"], row["user_no"]): (row.get("name"), row.get("identity"))
        for row in users.to_pylist()
    }
    keys = zip(days["project_key"].to_pylist(), days["user_no"].to_pylist(), strict=True)
    found = [told.get(key, (None, None)) for key in keys]
    named = days.append_column("name", pa.array([each[0] for each in found], pa.string()))
    named = named.append_column("identity", pa.array([each[1] for each in found], pa.string()))
    return named.append_column("present", pa.array(np.ones(size, bool)))


def _attendance(rows: _Rows, workers: Mapping[int, pa.Array]) -> Attendance:
    parts = {"clock": rows.clock, "grid": rows.grid, "list": rows.days}
    return unite(
        {
            source: table.append_column("worker_key", workers[id(table)])
            for source, table in parts.items()
            if table.num_rows
        }
    )


def _company_names(rows: _Rows) -> set[str]:
    columns = [texts(table, "employer") for table in (rows.roster, rows.wages)]
    columns += [texts(rows.party, "name"), texts(rows.party, "parent")]
    return {name for each in columns for name in pc.unique(each).to_pylist() if name}


def _run_key(rows: _Rows) -> bytes:
    """The key of this run's digests, from the numbers it digests: unknown to whoever lacks them."""
    hashed = hashlib.sha256(b"huxin-check")
    columns = [texts(table, "card") for table in (rows.roster, rows.wages)]
    columns += [texts(table, "identity") for table in (rows.roster, rows.wages)]
    columns.append(texts(rows.results, "card"))
    for each in columns:
        for text in sorted(value for value in pc.unique(each).to_pylist() if value):
            hashed.update(text.encode() + b"\x1f")
    return hashed.digest()


def _workers(who: Who) -> pa.Table:
    rows = [
        {"worker_key": person.key, "identity_ok": person.identity_ok}
        for _, person in sorted(who.people.items())
    ]
    return from_rows("worker", rows)


def _feeds(rows: pa.Table, places: Mapping[int, int]) -> pa.Table:
    keys = rows["project_key"].to_pylist()
    return listed("feed_delivery", rows, place=pa.array([places[key] for key in keys], pa.int32()))


def _card_numbers(rows: _Rows, digester: Digester) -> dict[int, str]:
    """Card numbers by digest, to show a masked card where a finding is about one."""
    columns = [texts(table, "card") for table in (rows.roster, rows.wages, rows.results)]
    columns.append(texts(rows.statement, "counterparty_account"))
    cards = {card for each in columns for card in pc.unique(each).to_pylist() if card}
    return {digester.int64("card", card): card for card in sorted(cards)}


def _project_names(rows: pa.Table) -> dict[int, str]:
    names: dict[int, str] = {}
    if "name" in rows.column_names:
        for row in rows.select(["project_key", "name"]).to_pylist():
            if row["name"]:
                names.setdefault(row["project_key"], row["name"])
    return names


def _nobody(workers: pa.Array) -> int:
    return int(workers.null_count)
