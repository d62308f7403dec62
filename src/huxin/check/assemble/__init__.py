"""From what was read to the fact tables: people, companies, attendance, money, papers, law."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.account import Known, account_entries, in_yuan
from huxin.check.assemble.attendance import Attendance, unite
from huxin.check.assemble.columns import from_rows, texts
from huxin.check.assemble.companies import Companies
from huxin.check.assemble.inputs import Inputs, SiteRead, once
from huxin.check.assemble.law import Law, calendar_rows, parameter_rows, span
from huxin.check.assemble.papers import (
    contracts,
    enrolments,
    listed,
    parties,
    projects,
)
from huxin.check.assemble.payments import payments
from huxin.check.assemble.wages import Sheet, Wages, wage_lines
from huxin.check.assemble.who import Mention, Who, mentions
from huxin.facts.schema import TABLES
from huxin.kernel.digest import Digester

__all__ = ["Assembled", "Inputs", "Law", "Notes", "SiteRead", "assemble"]

LISTS = ("deposit", "guarantee", "court_measure", "signboard", "complaint")


@dataclass(frozen=True, slots=True)
class Notes:
    """What the assembly noticed that no reader can see: it looks across files."""

    lines_without_month: int
    payments_without_date: int
    repeated_rows: int
    sources_disagree: int
    people_without_number: int
    unknown_clock_days: int
    foreign_entries: int
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
    repeated: int

    @property
    def naming(self) -> tuple[pa.Table, ...]:
        """Tables that say who works here; a payroll line may pay somebody who does not."""
        return (self.roster, self.wages, self.grid, self.days, self.clock)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Everybody and every company that the rows name, with the keys of each table's rows."""

    who: Who
    everybody: tuple[Mention, ...] = field(repr=False)
    workers: Mapping[int, pa.Array] = field(repr=False)
    companies: Companies
    digester: Digester = field(repr=False)

    @staticmethod
    def of(rows: _Rows) -> _Cast:
        """The cast of all naming tables."""
        named = [(table, *mentions(table)) for table in rows.naming]
        everybody = tuple(each for _, _, found in named for each in found)
        who = Who(everybody)
        return _Cast(
            who=who,
            everybody=everybody,
            workers={id(table): who.keys(kinds, found) for table, kinds, found in named},
            companies=Companies(_company_names(rows)),
            digester=Digester(_run_key(rows)),
        )

    def keys(self, table: pa.Table) -> pa.Array:
        """The worker keys of a naming table's rows."""
        return self.workers[id(table)]


@dataclass(frozen=True, slots=True)
class _Money:
    """What is promised and what was paid."""

    wages: Wages
    entries: pa.Table
    payments: pa.Table
    undated: int


def assemble(
    sites: Iterable[SiteRead], *, place: int, law: Law, as_of: dt.date, parameters: Iterable[str]
) -> Assembled:
    """The fact tables of all sites; keys come from sorted names: equal files, equal facts."""
    inputs = Inputs.of(sites)
    rows = _rows(inputs)
    cast = _Cast.of(rows)
    money, attendance = _money(rows, cast), _attendance(rows, cast)
    tables = {
        **_papers(inputs, rows, cast, law=law, place=place),
        "worker": _workers(cast.who),
        "attendance_day": attendance.days,
        "attendance_month": attendance.months,
        "wage_line": money.wages.lines,
        "payment": money.payments,
        "account_entry": money.entries.select(TABLES["account_entry"].arrow.names),
    }
    between = span(tables, as_of)
    places = sorted({*tables["project"]["place"].to_pylist(), place})
    tables["calendar"] = calendar_rows(law.calendar, between)
    tables["parameter"] = parameter_rows(law, places, parameters, between)
    sites_named = range(1, len(inputs.sites) + 1)
    return Assembled(
        tables=tables,
        who=cast.who,
        companies=cast.companies,
        sheets=money.wages.sheets,
        cards=_card_numbers(rows, cast.digester),
        project_names=_project_names(rows.project),
        notes=Notes(
            lines_without_month=money.wages.without_month,
            payments_without_date=money.undated,
            repeated_rows=rows.repeated,
            sources_disagree=attendance.disagreements,
            people_without_number=cast.who.without_number,
            unknown_clock_days=cast.keys(rows.clock).null_count,
            foreign_entries=pc.sum(pc.invert(in_yuan(rows.statement))).as_py() or 0,
            same_names={key: same for key in sites_named if (same := cast.who.same_name(key))},
        ),
    )


def _money(rows: _Rows, cast: _Cast) -> _Money:
    """Wage lines, account entries and payments; the last need both others."""
    chain = ((row["project_key"], row["role"], row["name"]) for row in rows.party.to_pylist())
    known = Known.of(cast.everybody, chain)
    wages = wage_lines(rows.wages, cast.keys(rows.wages), cast.companies, cast.digester)
    entries = account_entries(rows.statement, known, cast.digester)
    made, undated = payments(rows.results, entries, wages.lines, cast.who, cast.digester)
    return _Money(wages, entries, made, undated)


def _papers(
    inputs: Inputs, rows: _Rows, cast: _Cast, *, law: Law, place: int
) -> dict[str, pa.Table]:
    """What project sheets and rosters fill."""
    keys = range(1, len(inputs.sites) + 1)
    contractors = {
        row["project_key"]: row["name"]
        for row in rows.party.to_pylist()
        if row.get("role") == "general_contractor"
    }
    project = projects(rows.project, keys, place, contractors)
    places = dict(zip(keys, project["place"].to_pylist(), strict=True))
    roster = cast.keys(rows.roster)
    return {
        "project": project,
        "party": parties(rows.party, cast.companies),
        "enrolment": enrolments(
            rows.roster,
            roster,
            cast.companies,
            cast.digester,
            minimum_age=lambda at, on: law.number("enrolment.minimum_age", places[at], on),
        ),
        "labour_contract": contracts(rows.roster, roster),
        "feed_delivery": _feeds(inputs.rows("feed_delivery"), places),
        "progress_payment": listed(
            "progress_payment", once(inputs.rows("progress_payment"), *PROGRESS)
        ),
        "indicator": listed("indicator", inputs.rows("indicator", "figure_list")),
        **{name: listed(name, inputs.rows(name)) for name in LISTS},
    }


WAGE_LINE = ("name", "identity", "month", "days_centi", "payable_fen", "net_fen", "employer")
RESULT = ("batch", "name", "identity", "card", "amount_fen", "month", "paid_on", "state")
ENTRY = ("booked_on", "amount_fen", "balance_fen", "counterparty_account", "counterparty_name")
PROGRESS = ("payment_no", "month", "output_fen", "amount_fen", "paid_on")


def _rows(inputs: Inputs) -> _Rows:
    whole = [inputs.rows(name) for name in ("wage_sheet", "payroll_result", "bank_statement")]
    wages, results, statement = (
        once(rows, *names) for rows, names in zip(whole, (WAGE_LINE, RESULT, ENTRY), strict=True)
    )
    kept = sum(each.num_rows for each in (wages, results, statement))
    return _Rows(
        roster=inputs.rows("roster"),
        wages=wages,
        grid=inputs.rows("attendance_grid"),
        days=inputs.rows("attendance_list"),
        clock=_clock(inputs),
        results=results,
        statement=statement,
        project=inputs.rows("project_sheet"),
        party=inputs.rows("party"),
        repeated=sum(each.num_rows for each in whole) - kept,
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


def _attendance(rows: _Rows, cast: _Cast) -> Attendance:
    parts = {"clock": rows.clock, "grid": rows.grid, "list": rows.days}
    return unite(
        {
            source: table.append_column("worker_key", cast.keys(table))
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
