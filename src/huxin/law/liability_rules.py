"""Reads the packs' `liability.yaml`: who has to do what about an arrear, under which conditions.

A file is a list; each entry is one rule:

    - id: first.subcontractor_owes        # a pack lower in the chain with the same id overrides it
      title: {zh: …, en: …}               # the rule in one sentence, as it is shown
      kind: pays_first                    # owes | pays_first | source | acts | no_defence
      who: general_contractor             # a role of `liability_facts.ROLES`
      when: [debtor_is_subcontractor]     # circumstances that must all hold
      unless: [handed_on]                 # and none of these
      cap: unsettled_project_money        # owes, pays_first, source: at most this amount
      money: deposit                      # source: which money
      needs: [order_unmet]                # source: what must hold before it can be drawn
      recourse: debtor                    # against whom the payer may turn
      recourse_how: {zh: …, en: …}
      clauses: [CN-724-30]                # at least one, of any pack
      from: 2020-05-01                    # left out: start of the pack, or of the article if later
      to: 2026-01-01                      # left out: the pack's own end
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from huxin.kernel.texts import message
from huxin.law.lawbook import Lawbook
from huxin.law.liability_facts import CAPS, CIRCUMSTANCES, MONEY, ROLES
from huxin.law.model import Clause, Pack
from huxin.law.packs import PACKS
from huxin.law.reader import Bilingual, Scalar, Section, read_list

__all__ = ["KINDS", "Rule", "read_rules", "rules_for", "rules_in_force"]

KINDS = ("owes", "pays_first", "source", "acts", "no_defence")
_TO_CHECK = "M"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one pack; in force from `from_on` until the day before `to_on`."""

    id: str
    title: Bilingual
    kind: str
    who: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    cap: str
    money: str
    needs: tuple[str, ...]
    recourse: str
    recourse_how: Bilingual | None
    clauses: tuple[str, ...]
    layer: str
    from_on: dt.date
    to_on: dt.date | None
    to_verify: tuple[str, ...]


def rules_in_force(
    book: Lawbook, *, place: str, on: dt.date, pack: str | None = None
) -> tuple[Rule, ...]:
    """The rules that decide an arrear in `place` whose wages fell due `on`; see `rules_for`."""
    return rules_for(read_rules(book), book.chain(place, pack), on)


def rules_for(
    rules: Mapping[str, Sequence[Rule]], chain: Sequence[Pack], on: dt.date
) -> tuple[Rule, ...]:
    """National rules first; narrower packs override by id, where in force, or add at the end."""
    found: dict[str, Rule] = {}
    for pack in reversed(chain):
        for rule in rules.get(pack.code, ()):
            if rule.from_on <= on and (rule.to_on is None or on < rule.to_on):
                found[rule.id] = rule
    return tuple(found.values())


@lru_cache(maxsize=4)
def read_rules(book: Lawbook, root: Path = PACKS) -> Mapping[str, tuple[Rule, ...]]:
    """Pack code → its rules in the order of the file; raises PackError with file and line."""
    return MappingProxyType(
        {
            code: _checked(
                _rule(entry, pack, book.clauses)
                for entry in read_list(root / code / "liability.yaml", root)
            )
            for code, pack in sorted(book.packs.items())
        }
    )


def _checked(rules: Iterable[tuple[Rule, Section]]) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    for rule, entry in rules:
        if rule.id in found:
            entry.at("id").fail(
                message("the id stands twice: {text}", text=rule.id),
                message("give each entry an id of its own"),
            )
        found[rule.id] = rule
    return tuple(found.values())


def _rule(entry: Section, pack: Pack, clauses: Mapping[str, Clause]) -> tuple[Rule, Section]:
    entry.only(
        ("id", "title", "kind", "who", "clauses"),
        ("when", "unless", "cap", "money", "needs", "recourse", "recourse_how", "from", "to"),
    )
    cited = tuple(clauses[each] for each in _words(entry, "clauses", clauses))
    if not cited:
        entry.at("clauses").fail(
            message("the rule cites no clause"), message("cite a clause of the catalogue")
        )
    kind = _word(entry, "kind", KINDS)
    rule = Rule(
        id=entry.text("id"),
        title=entry.both("title"),
        kind=kind,
        who=_word(entry, "who", ROLES),
        when=_words(entry, "when", CIRCUMSTANCES),
        unless=_words(entry, "unless", CIRCUMSTANCES),
        cap=_word(entry, "cap", CAPS),
        money=_word(entry, "money", MONEY),
        needs=_words(entry, "needs", CIRCUMSTANCES),
        recourse=_word(entry, "recourse", ROLES),
        recourse_how=entry.both("recourse_how") if "recourse_how" in entry else None,
        clauses=tuple(clause.id for clause in cited),
        layer=pack.code,
        from_on=entry.date("from") or _start(pack, cited),
        to_on=entry.date("to") or pack.to_on,
        to_verify=tuple(
            each.id
            for each in cited
            if each.mark == _TO_CHECK or (pack.date_note is not None and each.pack == pack.code)
        ),
    )
    _check_shape(rule, entry)
    return rule, entry


def _start(pack: Pack, cited: Iterable[Clause]) -> dt.date:
    """A rule cannot be older than its pack, nor than the national articles that it carries out."""
    return max(pack.from_on, *(each.in_force_from or pack.from_on for each in cited), pack.from_on)


def _check_shape(rule: Rule, entry: Section) -> None:
    """Keys that mean something for some kinds only."""
    misplaced = {
        "cap": rule.cap and rule.kind in {"acts", "no_defence"},
        "recourse": rule.recourse and rule.kind in {"acts", "no_defence"},
        "recourse_how": rule.recourse_how and not rule.recourse,
        "money": bool(rule.money) != (rule.kind == "source"),
        "needs": rule.needs and rule.kind != "source",
        "to": rule.to_on is not None and rule.to_on <= rule.from_on,
    }
    for key, wrong in misplaced.items():
        if wrong:
            entry.at(key).fail(
                message("{key} does not fit the kind {kind} of the rule", key=key, kind=rule.kind),
                message("see the keys of a rule in liability_rules.py"),
            )


def _word(entry: Section, key: str, known: Iterable[str]) -> str:
    """The word of a key, one of `known`; empty when the key is not there."""
    if key not in entry:
        return ""
    return _among(entry.scalar(key), known)


def _words(entry: Section, key: str, known: Iterable[str]) -> tuple[str, ...]:
    return tuple(_among(each, known) for each in entry.scalars(key))


def _among(scalar: Scalar, known: Iterable[str]) -> str:
    if scalar.text not in known:
        scalar.spot.fail(
            message("unknown word: {text}", text=scalar.text),
            message("use one of: {keys}", keys=tuple(sorted(known))[:60]),
        )
    return scalar.text
