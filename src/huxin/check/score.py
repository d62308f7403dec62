"""Scores a check against a truth file: what was planted, what of it was found, what was not there.

Definitions (also in docs/reference/score.md):

- A *planted fault* counts as found when one of its `rules` hits at its site, and at its worker and
  month where both the fault and the finding name one.
- A *finding* is true when its rule is among the `rules` or `also` of the kind of any fault planted
  at that site, and the workers agree where both name one. Any other finding is false.
- *Recall* is found ÷ planted, over faults. *Precision* is true ÷ all, over findings. With nothing
  planted recall is 1, with nothing found precision is 1.
- Per kind, precision is taken over the findings of that kind's `rules`.
- Row findings (what the files got wrong) count where a fault names their code, and then only for
  recall: a warning about a real cell is not a false alarm about a wage.

Shares are rounded half up to four decimals.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, TypeAlias

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["FORMAT", "TRUTH", "Hit", "Score", "read_truth", "score"]

TRUTH = "huxin-truth/1"
FORMAT = "huxin-score/1"
SITES_PER_FALSE_ALARM = 20
FOUR_PLACES = Decimal("0.0001")
Truth: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding as it is scored: rule (or code of a row finding), site folder, worker, month."""

    rule: str
    site: str
    worker: str | None = field(default=None, repr=False)
    month: dt.date | None = None
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault with the rules that must find it and those that may follow from it."""

    kind: str
    site: str
    rules: frozenset[str]
    also: frozenset[str]
    workers: frozenset[str] = field(repr=False)
    month: str | None

    def found_by(self, hit: Hit) -> bool:
        """Whether `hit` is this very fault."""
        return hit.rule in self.rules and self._touches(hit) and self._in_month(hit)

    def explains(self, hit: Hit) -> bool:
        """Whether `hit` is this fault or follows from it."""
        return hit.rule in self.rules | self.also and self._touches(hit)

    def _touches(self, hit: Hit) -> bool:
        same = hit.site == self.site
        return same and (not hit.worker or not self.workers or hit.worker in self.workers)

    def _in_month(self, hit: Hit) -> bool:
        return self.month is None or hit.month is None or f"{hit.month:%Y-%m}" == self.month


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one scoring, as they are written to score.json."""

    data: Mapping[str, Any]

    @property
    def summary(self) -> Mapping[str, Any]:
        """Overall figures."""
        whole: Mapping[str, Any] = self.data["summary"]
        return whole

    def text(self) -> str:
        """The JSON file's content."""
        return json.dumps(self.data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_truth(path: Path) -> Truth:
    """A truth file. Raises InputError when it is none or of another version."""
    try:
        whole = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as broken:
        raise InputError(
            message("The truth file {name} cannot be read.", name=path.name),
            remedy=message("Its format is described in docs/reference/truth.md."),
        ) from broken
    if not isinstance(whole, dict) or whole.get("format") != TRUTH:
        raise InputError(
            message("{name} is no truth file of format {format}.", name=path.name, format=TRUTH),
            remedy=message("Its format is described in docs/reference/truth.md."),
        )
    return whole


def score(truth: Truth, hits: Iterable[Hit], *, sites: int) -> Score:
    """The score of `hits` against `truth` over a folder of `sites` sites."""
    faults = [_fault(row, truth) for row in truth["faults"]]
    listed = list(hits)
    found = _found(faults, listed)
    findings = [hit for hit in listed if not hit.is_row]
    is_true = _explained(faults, findings)
    missed = [fault for fault, was_found in zip(faults, found, strict=True) if not was_found]
    false = [hit for hit, holds in zip(findings, is_true, strict=True) if not holds]
    kinds = sorted({*truth.get("kinds", {}), *(fault.kind for fault in faults)})
    judged = list(zip(findings, is_true, strict=True))
    summary = {
        "planted": len(faults),
        "found": sum(found),
        "recall": _share(sum(found), len(faults)),
        "findings": len(findings),
        "true": sum(is_true),
        "false": len(false),
        "precision": _share(sum(is_true), len(findings)),
        "false_per_20_sites": _share(len(false) * SITES_PER_FALSE_ALARM, sites, empty=0),
        "kinds": len(kinds),
        "sites": sites,
    }
    return Score(
        {
            "format": FORMAT,
            "summary": summary,
            "kinds": {
                kind: _kind(kind, truth, list(zip(faults, found, strict=True)), judged)
                for kind in kinds
            },
            "missed": [
                {"kind": each.kind, "site": each.site, "month": each.month} for each in missed
            ],
            "false_findings": dict(sorted(Counter(hit.rule for hit in false).items())),
            "false_sites": _false_sites(false),
        }
    )


def _fault(row: Mapping[str, Any], truth: Truth) -> Fault:
    kind = truth.get("kinds", {}).get(row["kind"], {})
    workers = [row.get("worker"), *row.get("others", ())]
    return Fault(
        kind=row["kind"],
        site=row["site"],
        rules=frozenset(row.get("rules") or kind.get("rules", ())),
        also=frozenset(kind.get("also", ())),
        workers=frozenset(each for each in workers if each),
        month=row.get("month"),
    )


def _found(faults: Sequence[Fault], hits: Iterable[Hit]) -> list[bool]:
    """Per fault whether any hit is it."""
    by_site: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        by_site[hit.site, hit.rule].append(hit)
    return [
        any(fault.found_by(hit) for rule in fault.rules for hit in by_site[fault.site, rule])
        for fault in faults
    ]


def _explained(faults: Iterable[Fault], findings: Iterable[Hit]) -> list[bool]:
    """Per finding whether any fault explains it."""
    by_site: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_site[fault.site].append(fault)
    return [any(fault.explains(hit) for fault in by_site[hit.site]) for hit in findings]


def _kind(
    kind: str,
    truth: Truth,
    faults: Sequence[tuple[Fault, bool]],
    findings: Sequence[tuple[Hit, bool]],
) -> dict[str, Any]:
    mine = [was_found for fault, was_found in faults if fault.kind == kind]
    rules = {rule for fault, _ in faults if fault.kind == kind for rule in fault.rules}
    rules |= set(truth.get("kinds", {}).get(kind, {}).get("rules", ()))
    judged = [holds for hit, holds in findings if hit.rule in rules]
    return {
        "rules": sorted(rules),
        "planted": len(mine),
        "found": sum(mine),
        "recall": _share(sum(mine), len(mine)),
        "findings": len(judged),
        "true": sum(judged),
        "precision": _share(sum(judged), len(judged)),
    }


def _false_sites(false: Iterable[Hit]) -> list[dict[str, Any]]:
    """Where false findings stand, without naming anybody."""
    places = Counter(
        (hit.site, hit.rule, f"{hit.month:%Y-%m}" if hit.month else "") for hit in false
    )
    return [
        {"site": site, "rule": rule, "month": month or None, "times": times}
        for (site, rule, month), times in sorted(places.items())
    ]


def _share(part: int, whole: int, *, empty: int = 1) -> float:
    """`part` of `whole` to four places, half up; `empty` when there is nothing to share."""
    if not whole:
        return float(empty)
    return float((Decimal(part) / Decimal(whole)).quantize(FOUR_PLACES, ROUND_HALF_UP))
