"""The county that is measured: fact tables made once per scale, its law with nothing left open.

Scale 1 is 1,000 projects, 100,000 workers and twelve months. The facts are written by the fast
path of `huxin sim` with its faults planted, settled, and kept below `.bench/` until the code
that makes them changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pyarrow as pa
import yaml

from bench.measure import apart
from huxin.facts.schema import TABLES
from huxin.facts.settle import settle
from huxin.facts.store import Store
from huxin.law import Lawbook
from huxin.rules.plan import Plan
from huxin.sim.county import Wish
from huxin.sim.facts import FactsWish, write_facts
from huxin.sim.world import open_names
from huxin.sim.writers import write_local_values

PLACE, SEED, MONTHS = "140923", 1, 12
START = dt.date(2025, 1, 1)
LOCAL = Path(__file__).parent / "local.yaml"
MADE_BY = (
    "sim/facts/*.py",
    "facts/schema.py",
    "facts/spine.py",
    "facts/settle.py",
    "facts/store.py",
)


@dataclass(frozen=True, slots=True)
class County:
    """A settled store and the day on which it is judged."""

    scale: float
    root: Path
    as_of: dt.date

    @property
    def store(self) -> Store:
        return Store(self.root)


def wish(scale: float) -> Wish:
    """What the simulation is asked for at `scale`."""
    return Wish.of(PLACE, sites=max(1, round(1000 * scale)), months=MONTHS, seed=SEED, start=START)


def county(scale: float, folder: Path) -> County:
    """The county of `scale` below `folder`; made there in a process of its own when it is not."""
    root = folder / f"facts-{scale:g}"
    stamp, made_from = root / "made-from.json", _digest()
    if not stamp.is_file() or json.loads(stamp.read_text(encoding="utf-8")) != made_from:
        rmtree(root, ignore_errors=True)
        apart(make, scale, root)
        stamp.write_text(json.dumps(made_from), encoding="utf-8")
    return County(scale, root, wish(scale).as_of)


def make(scale: float, root: Path) -> County:
    """Write and settle the facts of a county at `root`."""
    asked = wish(scale)
    write_facts(FactsWish(asked, asked.sites * 100), root, planted=True)
    settle(Store(root))
    return County(scale, root, asked.as_of)


def _digest() -> dict[str, str]:
    package = Path(str(resources.files("huxin")))
    found = sorted(file for pattern in MADE_BY for file in package.glob(pattern))
    return {
        str(file.relative_to(package)): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in found
    }


def parameters(plan: Plan) -> pa.Table:
    """The law of the place for `plan`; what it leaves open has an invented value.

    The invented values are the simulation's own, then those of `local.yaml` beside this file.
    """
    asked = wish(1)
    with TemporaryDirectory() as folder:
        write_local_values(
            Path(folder), PLACE, open_names(Lawbook.load(), asked), since=asked.laws_from
        )
        book = Lawbook.load(Path(folder) / "local.yaml")
    ours = yaml.safe_load(LOCAL.read_text(encoding="utf-8"))
    rows = [
        (*row[:4], ours.get(row[1]) if row[4] is None else row[4])
        for row in book.parameter_rows([PLACE], plan.parameters, dt.date(2024, 1, 1), None)
    ]
    names = TABLES["parameter"].arrow.names
    return pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rows], schema=TABLES["parameter"].arrow
    )


def unset(law: pa.Table) -> list[str]:
    """Parameters that still have no value: rules that need them cannot tell anything."""
    return sorted({row["name"] for row in law.to_pylist() if row["value"] is None})
