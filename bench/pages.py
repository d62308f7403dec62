"""Writes docs/concepts/speed.md from the result files, so that it cannot say anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "concepts" / "speed.md"
Results = Mapping[str, Mapping[str, Any]]
INTRODUCTION = """# What it costs to run Huxin

This page is written by `make bench` from the files in [bench/results](../../bench/results); edit
neither by hand. How each figure is measured stands below, and in [bench](../../bench/README.md).

A ratio compares medians of CPU seconds of works that took turns on one machine: wall time alone
varies threefold where others use the machine too. S = 1 is a county of 1,000 projects, 100,000
workers and twelve months, with faults planted; S = 0.1 and S = 4 are a tenth and four times of it.
The **scan floor** is what DuckDB needs merely to sum every used column once. No program that looks
at all facts can be faster, so times of the floor tell how much thinking costs beside looking.
"""
TITLES = {
    "rules": "All rules over stored facts",
    "daily": "The daily run",
    "replay": "A year of daily runs",
    "rivals": "The same rules elsewhere",
    "wage_sheet": "A wage sheet of 100,000 rows",
    "attendance_intake": "Attendance over HTTP",
    "page_loads": "The most used pages",
}
MEANINGS = {
    "rules": "Times of the scan floor at one scale, then what grows with the county: CPU per"
    " attendance row near 1 means that four times the county costs four times as much.",
    "daily": "Findings are held to a full run of the same day, so no figure is a short cut.",
    "replay": "A figure up to 1 means that a year is replayed within three minutes.",
    "rivals": "Times of our CPU seconds for the same findings.",
    "wage_sheet": "Everything that is checked costs what stands above 1.",
    "attendance_intake": "The share of a bare insert's rate that is left when each batch is"
    " signed, checked, answered by a receipt and entered in the trail.",
    "page_loads": "Milliseconds of the slowest page in nineteen of twenty turns; times of a view"
    " that does next to nothing, and of Django's own administration with the same lines.",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio should be: at most `bound`, or at least."""

    bound: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.bound:,g}"


GOALS = {
    "rules_to_scan_floor_S1": Goal(3),
    "rules_to_scan_floor_S4": Goal(3),
    "cpu_per_attendance_row_S4_to_S1": Goal(1.05),
    "peak_memory_bytes_S4": Goal(2_000_000_000),
    "postgres_to_ours_S0.1": Goal(100, at_least=True),
    "pandas_to_ours_S0.1": Goal(30, at_least=True),
    "daily_quiet_to_floor_S1": Goal(1.5),
    "daily_arrivals_to_floor_S1": Goal(1.5),
    "replay_365_days_to_3_minutes_S1": Goal(1),
    "wage_sheet_to_its_cells": Goal(1.5),
    "intake_to_bare_insert_sqlite": Goal(0.25, at_least=True),
    "intake_to_bare_insert_postgres": Goal(0.25, at_least=True),
    "slowest_page_p95_ms_sqlite": Goal(100),
    "slowest_page_p95_ms_postgres": Goal(100),
    "pages_whose_queries_grow_sqlite": Goal(0),
    "pages_whose_queries_grow_postgres": Goal(0),
}


def write(results: Path) -> None:
    """Write the page, when `results` are those of the repository."""
    if results.resolve() == (Path(__file__).parent / "results").resolve():
        PAGE.write_text(page(results), encoding="utf-8")


def page(results: Path) -> str:
    """The page that tells what stands in the files of `results`."""
    found = {name: _read(results / f"{name}.json") for name in TITLES}
    told = {name: each for name, each in found.items() if each}
    return "\n".join([INTRODUCTION, *_summary(told), *_parts(told), *_machine(told)]) + "\n"


def missed(results: Path) -> list[str]:
    """The goals that the figures miss, or for which there is no figure."""
    ratios: dict[str, float] = {}
    for name in TITLES:
        ratios |= _read(results / f"{name}.json").get("ratios", {})
    return [
        name for name, goal in GOALS.items() if name not in ratios or not goal.met(ratios[name])
    ]


def _read(path: Path) -> Mapping[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _summary(told: Results) -> Iterator[str]:
    yield "## Goals\n"
    yield "| figure | measured | goal | met |\n|---|---:|---:|---|"
    ratios = {key: value for each in told.values() for key, value in each["ratios"].items()}
    for name, goal in GOALS.items():
        value = ratios.get(name)
        shown = "not measured" if value is None else f"{value:,}"
        yield f"| `{name}` | {shown} | {goal} | {_verdict(goal, value)} |"
    yield ""


def _verdict(goal: Goal, value: float | None) -> str:
    if value is None:
        return "not measured"
    return "yes" if goal.met(value) else "no"


def _parts(told: Results) -> Iterator[str]:
    for name, each in told.items():
        yield f"## {TITLES[name]}\n\n{MEANINGS[name]}\n"
        yield "| ratio | value |\n|---|---:|"
        yield from (f"| `{key}` | {value:,} |" for key, value in sorted(each["ratios"].items()))
        yield "\n| measured | CPU s (median) | CPU s (least) | wall s (median) | times |"
        yield "|---|---:|---:|---:|---:|"
        yield from _costs(each["figures"], "")
        yield ""
        yield from (f"- *{key}*: {sentence}" for key, sentence in sorted(each["how"].items()))
        yield ""


def _costs(figures: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in sorted(figures.items()):
        if not isinstance(value, dict):
            continue
        if "cpu_s_median" in value:
            cells = (
                value[key] for key in ("cpu_s_median", "cpu_s_min", "wall_s_median", "repeats")
            )
            yield f"| {path}{name} | {' | '.join(f'{cell:,}' for cell in cells)} |"
        else:
            yield from _costs(value, f"{path}{name} ")


def _machine(told: Results) -> Iterator[str]:
    yield "## The machine\n"
    for name, each in told.items():
        about = each["machine"]
        libraries = ", ".join(f"{key} {value}" for key, value in sorted(about["libraries"].items()))
        yield (
            f"- {name}: {about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB,"
            f" {about['system']}, Python {about['python']}, load {about['load_at_start']} at the"
            f" start; {libraries}."
        )
