"""`python -m bench [--scales 0.1,1,4] [--only rules,daily]`: measure, write bench/results."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import attendance_intake, daily, page_loads, pages, replay, rivals, rules, wage_sheet
from bench.machine import machine

RESULTS = Path(__file__).parent / "results"
FOLDER = Path(".bench")
Measure = Callable[[list[float], Path], dict[str, object]]
WORKLOADS: Mapping[str, Measure] = {
    "rules": rules.measure,
    "wage_sheet": wage_sheet.measure,
    "daily": daily.measure,
    "replay": replay.measure,
    "rivals": rivals.measure,
    "attendance_intake": attendance_intake.measure,
    "page_loads": page_loads.measure,
}


def main() -> None:
    asked = _arguments()
    about = machine()
    for name in asked.only:
        print(f"measuring {name}", flush=True)
        told = WORKLOADS[name](asked.scales, asked.data)
        write(asked.results, name, {"machine": about, **told})
        ratios = told["ratios"]
        assert isinstance(ratios, dict)
        for key, value in sorted(ratios.items()):
            print(f"  {key}: {value}", flush=True)
    pages.write(asked.results)


def write(results: Path, name: str, told: Mapping[str, object]) -> None:
    """One result file: keys sorted, one line per figure, so that two of them compare well."""
    results.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (results / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--scales", type=_scales, default=[0.1, 1.0, 4.0], help="1: 100,000 workers"
    )
    parser.add_argument("--only", type=_names, default=list(WORKLOADS), help="workloads, by comma")
    parser.add_argument("--data", type=Path, default=FOLDER, help="where facts are kept")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where results go")
    return parser.parse_args()


def _scales(text: str) -> list[float]:
    return sorted(float(each) for each in text.split(","))


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = sorted(set(names) - set(WORKLOADS))
    if unknown:
        raise argparse.ArgumentTypeError(
            f"{', '.join(unknown)}: choose from {', '.join(WORKLOADS)}"
        )
    return names


if __name__ == "__main__":
    main()
