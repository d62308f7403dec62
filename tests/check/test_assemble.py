"""Rows to facts: who is who, attendance united, payments counted once, papers laid out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pytest

from huxin.check.assemble import Assembled, Law, assemble
from huxin.facts.schema import TABLES
from huxin.formats.base import Count, Reading
from huxin.formats.trades import trade_code
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.identity import check_character
from huxin.law.lawbook import Lawbook

AS_OF = dt.date(2025, 8, 31)
MAY, JUNE = dt.date(2025, 5, 1), dt.date(2025, 6, 1)
PLACE = 140923
BODIES = ("14092319880305101", "14092319790712203", "14092319910121304")
A, B, C = (body + check_character(body) for body in BODIES)
YOUNG = "14092320100601101"
YOUNG += check_character(YOUNG)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Site:
    """A site as the readers give it."""

    name: str
    readings: tuple[Reading, ...]


def reading(kind: str, rows: list[dict[str, Any]]) -> Reading:
    table = pa.Table.from_pylist(
        [{"sheet": "", "line": at, **row} for at, row in enumerate(rows, 1)]
    )
    return Reading(kind, f"{kind}.csv", Count(len(rows), len(rows), 0), (), table)


def site(name: str = "s1", **rows: list[dict[str, Any]]) -> Site:
    return Site(name, tuple(reading(kind, listed) for kind, listed in rows.items() if listed))


def facts(*sites: Site) -> Assembled:
    law = Law(Lawbook.load(), pack=None, calendar=WorkCalendar.load())
    return assemble(
        sites, place=PLACE, law=law, as_of=AS_OF, parameters=["complaint.acceptance_working_days"]
    )


def worker(name: str, identity: str | None, card: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "identity": identity, "card": card, **more}


def line(name: str, identity: str | None, fen: int | None = 600_000, **more: Any) -> dict[str, Any]:
    return worker(name, identity, month=MAY, net_fen=fen, **more)


def paid(name: str, identity: str | None, card: str | None, **more: Any) -> dict[str, Any]:
    known = {"month": MAY, "paid_on": dt.date(2025, 6, 14), "amount_fen": 600_000, "state": "paid"}
    return {**worker(name, identity, card), **known, **more}


def entry(card: str | None, fen: int, name: str | None = "张三", **more: Any) -> dict[str, Any]:
    return {
        "booked_on": dt.date(2025, 6, 15),
        "amount_fen": fen,
        "kind": "wage",
        "counterparty_name": name,
        "counterparty_account": card,
        **more,
    }


def test_every_table_is_as_the_contract_says() -> None:
    tables = facts(site(roster=[worker("张三", A)])).tables
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert table.schema == TABLES[name].arrow, name


def test_nothing_read_gives_empty_tables_but_the_sites() -> None:
    tables = facts(site()).tables
    assert tables["project"]["place"].to_pylist() == [PLACE]
    assert tables["wage_line"].num_rows == tables["payment"].num_rows == 0


def test_one_person_on_two_sites_has_one_key() -> None:
    found = facts(site("s1", roster=[worker("张三", A)]), site("s2", roster=[worker("张三", A)]))
    assert found.tables["enrolment"]["worker_key"].to_pylist() == [1, 1]
    assert found.tables["enrolment"]["project_key"].to_pylist() == [1, 2]


def test_the_order_of_sites_and_rows_does_not_change_the_keys() -> None:
    one, two = site("a", roster=[worker("张三", A)]), site("b", roster=[worker("李四", B)])
    assert facts(one, two).tables["enrolment"].equals(facts(two, one).tables["enrolment"])


def test_a_row_without_a_number_is_found_by_card_then_by_name() -> None:
    roster = [worker("张三", A, "6222000000000001"), worker("李四", B, "6222000000000002")]
    sheet = [line("张三", None), line("张 四", None, card="6222000000000002")]
    found = facts(site(roster=roster, wage_sheet=sheet))
    keys = {person.identity: key for key, person in found.who.people.items()}
    assert found.tables["wage_line"]["worker_key"].to_pylist() == [keys[A], keys[B]]


def test_a_name_that_two_people_bear_names_neither() -> None:
    found = facts(
        site(roster=[worker("张三", A), worker("张三", B)], wage_sheet=[line("张三", None)])
    )
    assert found.tables["wage_line"]["worker_key"].to_pylist()[0] not in {
        key for key, person in found.who.people.items() if person.identity
    }
    assert found.notes.people_without_number == 1
    assert found.notes.same_names == {1: {"张三": 2}}


def test_a_misspelt_number_on_a_sheet_does_not_make_a_second_person() -> None:
    wrong = A[:-1] + ("0" if A[-1] != "0" else "1")
    found = facts(site(roster=[worker("张三", A)], wage_sheet=[line("张三", wrong)]))
    assert found.tables["worker"].to_pylist() == [{"worker_key": 1, "identity_ok": True}]
    alone = facts(site(roster=[worker("张三", wrong)]))
    assert alone.tables["worker"]["identity_ok"].to_pylist() == [False]


DAY = dt.date(2025, 5, 6)


def day(name: str, centi: int | None, **more: Any) -> dict[str, Any]:
    return {"name": name, "identity": A, "on": DAY, "day_centi": centi, **more}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"attendance_grid": [day("张三", 100)]}, (100, None, "grid")),
        ({"attendance_grid": [day("张三", 50)]}, (50, None, "grid")),
        ({"attendance_grid": [day("张三", 0)]}, None),
        ({"attendance_grid": [day("张三", 0)], "clock": 480}, (100, 480, "clock")),
        ({"attendance_grid": [day("张三", 50)], "clock": 240}, (50, 240, "clock")),
        ({"attendance_list": [day("张三", 100, minutes=500)], "clock": 480}, (100, 480, "clock")),
        ({"attendance_list": [day("张三", 100, minutes=500)]}, (100, 500, "list")),
    ],
)
def test_attendance_is_united_per_day(
    rows: dict[str, Any], expected: tuple[int, int | None, str] | None
) -> None:
    given = dict(rows)
    clock = given.pop("clock", None)
    if clock is not None:
        given["attlog"] = [{"user_no": "7", "on": DAY, "minutes": clock, "punches": 2}]
        given["users"] = [{"user_no": "7", "name": "张三", "identity": A}]
    found = facts(site(roster=[worker("张三", A)], **given))
    days, months = found.tables["attendance_day"], found.tables["attendance_month"]
    if expected is None:
        assert days.num_rows == months.num_rows == 0
        return
    (row,), (month,) = days.to_pylist(), months.to_pylist()
    assert (month["days_centi"], row["minutes"], row["source"]) == expected
    assert month["days_bits"] == 1 << (DAY.day - 1)
    assert month["month"] == MAY
    disagreed = "attendance_grid" in rows and rows["attendance_grid"][0]["day_centi"] == 0
    assert found.notes.sources_disagree == int(disagreed)


def test_days_of_an_unknown_user_are_counted_and_named() -> None:
    log = [{"user_no": "9", "on": DAY, "minutes": 480, "punches": 2}]
    found = facts(site(roster=[worker("张三", A)], attlog=log))
    assert found.notes.unknown_clock_days == 1
    assert found.tables["attendance_day"].num_rows == 0


def test_single_punches_and_the_longest_day_are_kept() -> None:
    log = [
        {"user_no": "7", "on": DAY, "minutes": None, "punches": 1},
        {"user_no": "7", "on": DAY + dt.timedelta(days=1), "minutes": 600, "punches": 2},
    ]
    users = [{"user_no": "7", "name": "张三", "identity": A}]
    (month,) = facts(site(attlog=log, users=users)).tables["attendance_month"].to_pylist()
    assert (month["single_punch_days"], month["longest_day_minutes"], month["minutes"]) == (
        1,
        600,
        600,
    )


def test_wage_lines_know_sheet_posting_and_deductions() -> None:
    rows = [
        line("张三", A, None, payable_fen=700_000, tax_fen=10_000, advance_fen=90_000,
             posted_from=dt.date(2025, 6, 1), posted_to=dt.date(2025, 6, 5), employer="甲公司"),
        worker("李四", B, net_fen=1),
    ]  # fmt: skip
    found = facts(site(wage_sheet=rows))
    (row,) = found.tables["wage_line"].to_pylist()
    assert (row["deducted_fen"], row["net_fen"], row["posted_days"]) == (100_000, 600_000, 5)
    assert found.companies.names[row["party_key"]] == "甲公司"
    assert found.notes.lines_without_month == 1


CARD = "6222000000000001"
ROSTER = [worker("张三", A, CARD)]


@pytest.mark.parametrize(
    ("results", "entries", "expected"),
    [
        pytest.param([paid("张三", A, CARD)], [], [("paid", MAY, 1)], id="a result"),
        pytest.param([], [entry(CARD, -600_000)], [("paid", MAY, 1)], id="an entry alone"),
        pytest.param(
            [paid("张三", A, CARD)], [entry(CARD, -600_000)], [("paid", MAY, 1)], id="one money"
        ),
        pytest.param(
            [paid("张三", A, CARD)],
            [entry(CARD, -600_000), entry(CARD, -600_000)],
            [("paid", MAY, 1), ("paid", MAY, 1)],
            id="paid twice",
        ),
        pytest.param(
            [paid("张三", A, CARD)],
            [entry(CARD, 600_000, kind="wage_return")],
            [("returned", MAY, 1)],
            id="returned by the statement",
        ),
        pytest.param(
            [paid("张三", A, CARD, state="returned")],
            [entry(CARD, -600_000), entry(CARD, 600_000, kind="wage_return")],
            [("returned", MAY, 1)],
            id="returned by both",
        ),
        pytest.param(
            [paid("张三", A, CARD, state="failed")], [], [("failed", MAY, 1)], id="failed"
        ),
        pytest.param([paid("路人", B, "62220000000009")], [], [("paid", MAY, None)], id="nobody's"),
        pytest.param(
            [],
            [entry("6222000000000009", -600_000, "路人")],
            [("paid", MAY, None)],
            id="a stranger",
        ),
        pytest.param([], [entry("1", -600_000, "乙公司")], [], id="a company is paid no wage"),
        pytest.param([paid("张三", A, CARD, month=None)], [], [("paid", MAY, 1)], id="no month"),
    ],
)
def test_payments_are_counted_once(
    results: list[dict[str, Any]], entries: list[dict[str, Any]], expected: list[tuple[Any, ...]]
) -> None:
    found = facts(
        site(
            roster=ROSTER,
            wage_sheet=[line("张三", A)],
            payroll_result=results,
            bank_statement=entries,
        )
    )
    rows = found.tables["payment"].to_pylist()
    assert [(row["state"], row["month"], row["worker_key"]) for row in rows] == expected


def test_copies_of_a_file_are_counted_once() -> None:
    sheet, result = [line("张三", A)], [paid("张三", A, CARD)]
    whole = site(roster=ROSTER, wage_sheet=sheet, payroll_result=result)
    copies = tuple(replace(each, file=f"copy of {each.file}") for each in whole.readings)
    found = facts(Site("s1", (*whole.readings, *copies)))
    assert found.tables["wage_line"].num_rows == found.tables["payment"].num_rows == 1
    assert found.notes.repeated_rows == 2
    twice = facts(site(roster=ROSTER, wage_sheet=sheet * 2, payroll_result=result))
    assert twice.tables["wage_line"].num_rows == 2
    assert twice.notes.repeated_rows == 0


def test_two_payments_without_month_pay_two_equal_months() -> None:
    sheet = [line("张三", A), line("张三", A) | {"month": JUNE}]
    entries = [entry(CARD, -600_000, booked_on=dt.date(2025, 7, day)) for day in (14, 24)]
    found = facts(site(roster=ROSTER, wage_sheet=sheet, bank_statement=entries))
    assert found.tables["payment"]["month"].to_pylist() == [MAY, JUNE]


@pytest.mark.parametrize(
    ("name", "card", "kind", "payee"),
    [
        ("张三", CARD, "wage", "worker"),
        ("张三", None, "wage", "worker"),
        ("路人", "6222000000000009", "wage", "stranger"),
        ("代县城投公司", "1", "labour_cost", "developer"),
        ("宏远建设公司", "2", "transfer_out", "contractor"),
        ("某材料公司", "3", "transfer_out", "company"),
        (None, None, "interest", "bank"),
        (None, None, "other", "unknown"),
    ],
)
def test_the_other_side_of_an_entry_is_classed(
    name: str | None, card: str | None, kind: str, payee: str
) -> None:
    party = [
        {"role": "developer", "name": "代县城投公司"},
        {"role": "general_contractor", "name": "宏远建设公司", "parent": "代县城投公司"},
    ]
    found = facts(
        site(roster=ROSTER, party=party, bank_statement=[entry(card, -1, name, kind=kind)])
    )
    assert found.tables["account_entry"]["payee"].to_pylist() == [payee]
    assert found.tables["party"]["role"].to_pylist() == ["developer", "general_contractor"]


def test_age_is_judged_by_the_law_of_the_day_of_entry() -> None:
    rows = [
        worker("小王", YOUNG, entered_on=dt.date(2025, 5, 31)),
        worker("张三", A, entered_on=dt.date(2025, 5, 31)),
        worker("李四", B),
    ]
    found = facts(site(roster=rows))
    told = {
        found.who.people[row["worker_key"]].name: row["under_age"]
        for row in found.tables["enrolment"].to_pylist()
    }
    assert told == {"小王": True, "张三": False, "李四": None}


TRADES = [("钢筋工", "020"), ("瓦工", "010"), ("020", "020"), ("看大门", "000"), (None, None)]


@pytest.mark.parametrize(("trade", "code"), TRADES)
def test_trades_get_the_national_code(trade: str | None, code: str | None) -> None:
    assert trade_code(trade) == code


def test_cards_and_people_are_digested_with_the_runs_own_key() -> None:
    one = facts(site(roster=ROSTER)).tables["enrolment"]["card_digest"].to_pylist()
    same = facts(site(roster=ROSTER)).tables["enrolment"]["card_digest"].to_pylist()
    other = facts(site(roster=[*ROSTER, worker("李四", B)])).tables["enrolment"]["card_digest"]
    assert one == same
    assert one[0] not in other.to_pylist()
