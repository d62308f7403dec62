"""The reference page of fault kinds, written from the catalogue and the planters' docstrings."""

from __future__ import annotations

from huxin.sim.faults import PLANTERS
from huxin.sim.kinds import Kind, kinds

__all__ = ["faults_page"]

_HEAD = """# Faults that the simulator plants

Generated from `src/huxin/sim/kinds.yaml` and the planters; a test holds it fresh.

`huxin sim --faults FILE` reads a YAML file with one line per kind: a count for the whole county, a
rate per site in quotes, or a mapping with `count` or `rate` and the kind's own numbers.

```yaml
short_paid: 3
late_paid: "0.5"
shared_card: {count: 2, workers_min: 2, workers_max: 4}
```

`--faults default` plants the rates of the table (from ten sites on at least one of each kind);
without `--faults` nothing is planted. A kind that *needs* a value of the law is planted only where
the place, or the folder's `local.yaml`, sets it. What found no fitting place stands in the truth
file under `not_planted`. No two faults touch the same worker's month, sheet, account or paper.

A fault counts as found when one of its *rules* hits; *also* are rules that may rightly hit because
of it. The truth file is described in [truth.md](truth.md).

| kind | 中文 | what is planted | scope | per site | numbers | needs | rules | also |
|---|---|---|---|---|---|---|---|---|
"""


def faults_page() -> str:
    """The Markdown of docs/reference/faults.md."""
    return _HEAD + "".join(_row(kind) for kind in kinds().values())


def _row(kind: Kind) -> str:
    numbers = ", ".join(f"{name} {number}" for name, number in kind.numbers.items())
    cells = (
        f"`{kind.name}`", kind.zh, _what(kind), kind.scope, str(kind.rate), numbers,
        f"`{kind.needs}`" if kind.needs else "", ", ".join(kind.rules), ", ".join(kind.also),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |\n"


def _what(kind: Kind) -> str:
    return kind.about or (PLANTERS[kind.name].__doc__ or "").splitlines()[0]
