"""Today is always an argument: nothing in src reads a clock but kernel/clock.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import Module, modules, name_of, planted, violations

CLOCK = "src/huxin/kernel/clock.py"
READS = {"now", "today", "utcnow", "localtime", "gmtime", "time_ns"}
OWNERS = {"datetime", "date", "dt", "time", "ibis", "pendulum"}
SQL = re.compile(
    r"\b(current_date|current_timestamp|localtimestamp|getdate|now\s*\(\s*\))", re.IGNORECASE
)


def clocks(module: Module) -> Iterator[str]:
    if module.name == CLOCK:
        return
    for node in ast.walk(module.tree):
        if (isinstance(node, ast.Import) and any(each.name == "time" for each in node.names)) or (
            isinstance(node, ast.ImportFrom) and node.module == "time"
        ):
            yield f"{module.where(node)}: the module time"
        elif isinstance(node, ast.Attribute) and node.attr in READS:
            if name_of(node.value).split(".")[-1] in OWNERS:
                yield f"{module.where(node)}: {name_of(node)}"
        elif isinstance(node, ast.Constant) and (found := SQL.search(str(node.value))):
            yield f"{module.where(node)}: {found.group()} in a query"


def test_nobody_reads_the_clock() -> None:
    assert violations(clocks) == []
    assert CLOCK in {module.name for module in modules("kernel")}


@pytest.mark.parametrize(
    "fault",
    [
        "import datetime as dt\nday = dt.date.today()",
        "from datetime import datetime\nread = datetime.now",
        "import time",
        "from time import monotonic",
        "sql = 'select * from t where on < current_date'",
        "day = ibis.today()",
    ],
)
def test_a_clock_is_caught(fault: str) -> None:
    assert planted(clocks, fault)


def test_a_clock_that_is_handed_in_is_fine() -> None:
    assert not planted(clocks, "def f(clock):\n    return clock.today()")
