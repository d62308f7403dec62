"""The bench at a tiny scale: what it writes, and that the page says what the results say."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from bench import pages, wage_sheet
from bench.__main__ import RESULTS, WORKLOADS, write
from bench.county import make
from bench.floor import facts_used, scan, settled_from
from bench.in_pandas import RULES as IN_PANDAS
from bench.machine import machine
from bench.measure import Cost, cost, figures, in_turns, plain, ratio
from bench.rules import of_rules
from huxin.facts.engine import DuckDBEngine
from huxin.facts.schema import TABLES
from huxin.rules.catalogue import RULES


def test_a_wage_sheet_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    wage_sheet.write_sheet(path, 400)
    told = wage_sheet.both(path, 1)
    assert told["rows"] == 400
    assert told["findings"] == 8
    assert {"cells", "read"} <= told.keys()


def test_rules_are_measured_beside_their_floors(tmp_path: Path) -> None:
    place = make(0.001, tmp_path)
    told = of_rules(place, 1, ("PAY-05", "SHT-02"))
    for name in ("floor", "floor_spine", "run"):
        line = told[name]
        assert isinstance(line, dict)
        assert line.keys() == figures([Cost(1.0, 1.0)]).keys()
    assert told["rules"] == 2
    assert told["parameters_not_set"] == []
    assert int(str(told["attendance_rows"])) > 10_000


def test_the_floor_sums_what_the_spine_is_made_of() -> None:
    used = settled_from()
    assert "amount_fen" in used["payment"]
    assert "trade" not in used["enrolment"]
    with DuckDBEngine(threads=1) as engine:
        for name, spec in TABLES.items():
            engine.load(name, spec.empty())
        scan(engine, facts_used({"worker_month": ("net_fen",), "project": ("place", "state")}))
    assert "worker_month" not in facts_used({"worker_month": ("net_fen",)})


def test_works_take_turns_and_ratios_are_of_cpu() -> None:
    order: list[str] = []
    works = {name: plain(partial(order.append, name)) for name in "ab"}
    spent = in_turns(works, 2)
    assert order == ["a", "b", "a", "b"]
    assert {name: len(each) for name, each in spent.items()} == {"a": 2, "b": 2}
    slow, fast = (figures([Cost(cpu, 9.0)]) for cpu in (6.0, 2.0))
    assert ratio(slow, fast) == 3.0
    assert cost(lambda: sum(range(100_000))).cpu_s > 0


def test_rules_in_pandas_are_rules() -> None:
    assert len(IN_PANDAS) == 12
    assert set(IN_PANDAS) <= set(RULES)


def planted(results: Path, floor: float) -> None:
    line = figures([Cost(1.0, 2.0)])
    told = {
        "machine": machine(),
        "how": {"run": "All rules."},
        "figures": {"S1": {"run": line, "rules": 3}},
        "ratios": {"rules_to_scan_floor_S1": floor},
    }
    write(results, "rules", told)


@pytest.mark.parametrize(("floor", "verdict"), [(2.5, "yes"), (6.5, "no")])
def test_the_page_says_what_was_measured(tmp_path: Path, floor: float, verdict: str) -> None:
    planted(tmp_path, floor)
    text = pages.page(tmp_path)
    assert f"| `rules_to_scan_floor_S1` | {floor} | at most 3 | {verdict} |" in text
    assert "| S1 run | 1.0 | 1.0 | 2.0 | 1 |" in text
    assert ("rules_to_scan_floor_S1" in pages.missed(tmp_path)) == (verdict == "no")
    assert "replay_365_days_to_3_minutes_S1" in pages.missed(tmp_path)


def test_committed_results_have_their_shape_and_their_page() -> None:
    for path in sorted(RESULTS.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        assert set(told) == {"machine", "how", "figures", "ratios"}, path.name
        assert path.stem in WORKLOADS
        assert told["ratios"]
        assert {"processor", "cores", "memory_gib", "python", "libraries", "load_at_start"} <= set(
            told["machine"]
        )
    assert pages.PAGE.read_text(encoding="utf-8") == pages.page(RESULTS)
