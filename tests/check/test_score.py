"""Scoring: what counts as found, what as true, and the shares; a wrong scorer is caught."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from huxin.check import score as scoring
from huxin.check.score import Hit, read_truth, score
from huxin.kernel.errors import InputError

FIGURES = ("found", "recall", "false", "precision", "false_per_20_sites")
MAY, JUNE = dt.date(2025, 5, 1), dt.date(2025, 6, 1)
KINDS = {
    "unpaid": {"rules": ["PAY-04"], "scope": "worker_month", "also": ["ARR-01"]},
    "no_deposit": {"rules": ["DEP-01"], "scope": "project", "also": []},
}


def fault(
    kind: str, site: str, worker: str | None = None, month: str | None = None
) -> dict[str, Any]:
    rules = KINDS[kind]["rules"]
    told_of: dict[str, Any] = {"worker": worker, "others": [], "month": month}
    return {"kind": kind, "site": site, "rules": rules, **told_of}


def truth(*faults: dict[str, Any]) -> dict[str, Any]:
    return {"format": "huxin-truth/1", "faults": list(faults), "kinds": KINDS}


WHOLE = truth(
    fault("unpaid", "s1", "A", "2025-05"),
    fault("unpaid", "s2", "B", "2025-05"),
    fault("no_deposit", "s1"),
)
RIGHT = (Hit("PAY-04", "s1", "A", MAY), Hit("PAY-04", "s2", "B", MAY), Hit("DEP-01", "s1"))


def summary(*hits: Hit, of: dict[str, Any] = WHOLE, sites: int = 40) -> dict[str, Any]:
    found = score(of, hits, sites=sites).summary
    return {name: found[name] for name in FIGURES}


def told(found: int, recall: float, false: int, precision: float, alarms: float) -> dict[str, Any]:
    return dict(zip(FIGURES, (found, recall, false, precision, alarms), strict=True))


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        pytest.param(RIGHT, told(3, 1.0, 0, 1.0, 0.0), id="all found"),
        pytest.param((), told(0, 0.0, 0, 1.0, 0.0), id="nothing said"),
        pytest.param(RIGHT[:2], told(2, 0.6667, 0, 1.0, 0.0), id="one missed"),
        pytest.param(
            (*RIGHT, Hit("PAY-04", "s3", "C", MAY)), told(3, 1.0, 1, 0.75, 0.5), id="elsewhere"
        ),
        pytest.param(
            (*RIGHT, Hit("PAY-04", "s1", "C", MAY)), told(3, 1.0, 1, 0.75, 0.5), id="another worker"
        ),
        pytest.param(
            (Hit("PAY-04", "s1", "A", JUNE), *RIGHT[1:]),
            told(2, 0.6667, 0, 1.0, 0.0),
            id="another month",
        ),
        pytest.param(
            (*RIGHT, Hit("ARR-01", "s1", "A")), told(3, 1.0, 0, 1.0, 0.0), id="what follows"
        ),
        pytest.param(
            (Hit("ARR-01", "s1", "A"), *RIGHT[1:]),
            told(2, 0.6667, 0, 1.0, 0.0),
            id="it finds nothing",
        ),
        pytest.param(
            (*RIGHT, Hit("WS-001", "s1", is_row=True)), told(3, 1.0, 0, 1.0, 0.0), id="rows"
        ),
    ],
)
def test_found_and_true(hits: tuple[Hit, ...], expected: dict[str, Any]) -> None:
    assert summary(*hits) == expected


def test_a_fault_that_names_a_row_code_is_found_by_the_row_finding() -> None:
    planted = {"kind": "number", "site": "s1", "rules": ["WS-001"], "worker": None, "month": None}
    of = {"format": "huxin-truth/1", "faults": [planted], "kinds": {}}
    assert summary(Hit("WS-001", "s1", is_row=True), of=of) == told(1, 1.0, 0, 1.0, 0.0)


def test_nothing_planted_and_nothing_said_is_perfect() -> None:
    assert summary(of=truth()) == told(0, 1.0, 0, 1.0, 0.0)
    assert summary(Hit("PAY-04", "s1", "A", MAY), of=truth(), sites=20) == told(0, 1.0, 1, 0.0, 1.0)


def test_per_kind_and_where_it_went_wrong() -> None:
    data = score(WHOLE, (*RIGHT[:1], Hit("PAY-04", "s3", "C", MAY)), sites=3).data
    assert data["kinds"]["unpaid"] == {
        "rules": ["PAY-04"],
        "planted": 2,
        "found": 1,
        "recall": 0.5,
        "findings": 2,
        "true": 1,
        "precision": 0.5,
    }
    assert data["kinds"]["no_deposit"]["recall"] == 0.0
    assert data["missed"] == [
        {"kind": "unpaid", "site": "s2", "month": "2025-05"},
        {"kind": "no_deposit", "site": "s1", "month": None},
    ]
    assert data["false_sites"] == [{"site": "s3", "rule": "PAY-04", "month": "2025-05", "times": 1}]


def test_score_json_names_nobody() -> None:
    text = score(WHOLE, (Hit("PAY-04", "s9", "140923198803051019", MAY),), sites=1).text()
    assert "140923198803051019" not in text
    assert '"A"' not in text


def test_a_scorer_that_forgets_the_site_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: any hit of the rule counts, wherever it stands."""
    moved = tuple(Hit(hit.rule, "s9", hit.worker, hit.month) for hit in RIGHT)
    assert summary(*moved) == told(0, 0.0, 3, 0.0, 1.5)
    monkeypatch.setattr(scoring.Fault, "_touches", lambda self, hit: True)
    monkeypatch.setattr(scoring, "_explained", lambda faults, findings: [True for _ in findings])
    assert summary(*moved) != told(0, 0.0, 3, 0.0, 1.5)


def test_a_truth_file_is_read_or_refused(tmp_path: Path) -> None:
    good, other, broken = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    good.write_text(json.dumps(WHOLE), "utf-8")
    other.write_text('{"format": "huxin-truth/9"}', "utf-8")
    broken.write_text("{", "utf-8")
    assert read_truth(good) == WHOLE
    for path in (other, broken, tmp_path / "none.json"):
        with pytest.raises(InputError):
            read_truth(path)
