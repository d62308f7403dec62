"""The truth file `huxin-truth/1`: what was planted, so that a check can be scored against it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from huxin.sim.county import County
from huxin.sim.faults import Fault
from huxin.sim.kinds import kinds

__all__ = ["FORMAT", "truth", "write_truth"]

FORMAT = "huxin-truth/1"


def truth(
    county: County, faults: Sequence[Fault], missed: Mapping[str, int]
) -> dict[str, object]:  # fmt: skip
    """The truth as JSON-ready data; described in docs/reference/truth.md."""
    ordered = sorted(faults, key=_order)
    return {
        "format": FORMAT,
        "seed": county.wish.seed,
        "place": county.wish.place,
        "as_of": county.wish.as_of.isoformat(),
        "sites": [site.folder for site in county.sites],
        "faults": [_row(fault) for fault in ordered],
        "kinds": {name: _kind(name) for name in sorted({fault.kind for fault in faults})},
        "not_planted": dict(sorted(missed.items())),
    }


def _order(fault: Fault) -> tuple[str, str, str, str]:
    return fault.kind, fault.site, fault.worker or "", str(fault.month or "")


def _month(month: dt.date | None) -> str | None:
    return None if month is None else f"{month:%Y-%m}"


def _row(fault: Fault) -> dict[str, object]:
    return {
        "kind": fault.kind,
        "site": fault.site,
        "rules": list(kinds()[fault.kind].rules),
        "worker": fault.worker,
        "others": list(fault.others),
        "month": _month(fault.month),
        "amount_fen": fault.amount_fen,
        "note": fault.note,
    }


def _kind(name: str) -> dict[str, object]:
    kind = kinds()[name]
    return {"rules": list(kind.rules), "scope": kind.scope, "also": list(kind.also)}


def write_truth(path: Path, whole: Mapping[str, object]) -> None:
    """Writes the truth file, the same bytes for the same truth."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")
