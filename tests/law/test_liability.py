"""Liability against cases that a lawyer can read, correct and write (`liability/*.yaml`).

In a case every fact that is neither under `facts` nor under `unknown` does not hold, every amount
that is not given is nil, and every party is a licensed company unless marked. The answer is given
in full: what it leaves out must not be found.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from huxin.kernel.errors import PackError
from huxin.kernel.money import parse_fen, yuan
from huxin.kernel.period import add_months, month_of
from huxin.law.lawbook import Lawbook
from huxin.law.liability import Liability, Obligation, assess
from huxin.law.liability_facts import CAPS, CIRCUMSTANCES, FACTS, ROLES, Arrear, Party, Standing
from huxin.law.liability_rules import Rule, read_rules, rules_for

CASES = Path(__file__).parent / "liability"
ANSWERS = ("owes", "pays_first", "sources", "no_defence", "acts", "unclear")
MARKS = ("person", "no_standing", "standing_unknown", "unlicensed", "licence_unknown")


@dataclass(frozen=True)
class Case:
    """One case as it stands in its file."""

    name: str
    place: str
    pack: str | None
    arrear: Arrear
    parties: Mapping[int, str]
    answer: Mapping[str, Sequence[str]]


def read_case(entry: Mapping[str, Any], file: str) -> Case:
    known = {
        "case", "zh", "place", "pack", "due_on", "arrears", "chain", "employer", "facts",
        "unknown", "name_lender", "answer", *CAPS,
    }  # fmt: skip
    assert set(entry) <= known, f"{file}: {entry['case']}: {sorted(set(entry) - known)}"
    assert set(entry["answer"]) <= set(ANSWERS), f"{file}: {entry['case']}"
    unknown = entry.get("unknown", [])
    facts = {name: name in entry.get("facts", []) for name in FACTS if name not in unknown}
    assert set(entry.get("facts", [])) <= set(facts), f"{file}: {entry['case']}"
    assert set(unknown) <= {*FACTS, *CAPS}, f"{file}: {entry['case']}"
    names = [line.split()[0] for line in entry["chain"]]
    keys = {name: key for key, name in enumerate(names)}
    amounts = {cap: None if cap in unknown else parse_fen(entry.get(cap, "0.00")) for cap in CAPS}
    arrear = Arrear(
        amount_fen=parse_fen(entry["arrears"]),
        month=add_months(month_of(entry["due_on"]), -1),
        due_on=entry["due_on"],
        employer=keys[entry.get("employer", names[-1])],
        parties=tuple(party(key, line) for key, line in enumerate(entry["chain"])),
        facts=facts,
        name_lender=keys.get(entry.get("name_lender", "")),
        unsettled_project_fen=amounts["unsettled_project_money"],
        unsettled_subcontract_fen=amounts["unsettled_subcontract_money"],
        account_balance_fen=amounts["special_account"],
        deposit_fen=amounts["deposit"],
    )
    labels = {key: name for name, key in keys.items()}
    name = f"{file}: {entry['case']}"
    return Case(name, entry["place"], entry.get("pack"), arrear, labels, entry["answer"])


def party(key: int, line: str) -> Party:
    _, role, *marks = line.split()
    assert set(marks) <= set(MARKS), line
    return Party(
        key,
        role,
        parent=key - 1 if key else None,
        is_person="person" in marks,
        may_operate=None if "standing_unknown" in marks else "no_standing" not in marks,
        is_licensed=None if "licence_unknown" in marks else "unlicensed" not in marks,
    )


@cache
def cases() -> tuple[Case, ...]:
    return tuple(
        read_case(entry, file.stem)
        for file in sorted(CASES.glob("*.yaml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


def decide(case: Case, rules: Mapping[str, Sequence[Rule]]) -> Liability:
    chain = Lawbook.load().chain(case.place, case.pack)
    return assess(case.arrear, rules_for(rules, chain, case.arrear.due_on))


def told(case: Case, found: Liability) -> dict[str, list[str]]:
    """The answer in the words of the case files."""
    answer = {kind: [line(case, each) for each in getattr(found, kind)] for kind in ANSWERS[:-1]}
    answer["unclear"] = [
        f"{each.ground.rule} needs {' '.join(each.facts)}" for each in found.unclear
    ]
    return {kind: lines for kind, lines in answer.items() if lines}


def line(case: Case, each: Obligation) -> str:
    who = named(case, each.role, each.party)
    amount = "" if each.amount_fen is None else f" {yuan(each.amount_fen)}"
    if each.cap and each.kind in {"owes", "pays_first"}:
        amount = f" at most{amount or ' unknown'} of {each.cap}"
    words = [f"{each.money} of {who}{amount}" if each.money else who + amount]
    words.append(f"by {' '.join(each.clauses)}")
    words += [f"then recovers from {named(case, one.role, one.party)}" for one in each.recourse]
    if each.missing:
        words.append(f"first needs {' '.join(each.missing)}")
    return ", ".join(words)


def named(case: Case, role: str, key: int | None) -> str:
    return role if key is None else case.parties[key]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_the_case_is_decided_as_written(case: Case) -> None:
    found = decide(case, read_rules(Lawbook.load()))
    assert told(case, found) == dict(case.answer)


def fails(rules: Mapping[str, Sequence[Rule]]) -> bool:
    """Whether these rules decide any case otherwise than it is written."""
    return any(told(each, decide(each, rules)) != dict(each.answer) for each in cases())


def test_no_rule_can_be_dropped_unseen() -> None:
    """The planted bug: without any one rule of any pack, some case must fail."""
    whole = read_rules(Lawbook.load())
    unseen = [
        dropped.id
        for code, rules in whole.items()
        for dropped in rules
        if not fails({**whole, code: [rule for rule in rules if rule is not dropped]})
    ]
    assert unseen == []
    assert not fails(whole)


def test_a_cap_that_is_lost_is_noticed() -> None:
    whole = read_rules(Lawbook.load())
    uncapped = [
        replace(rule, cap="") if rule.kind == "pays_first" else rule for rule in whole["cn"]
    ]
    assert fails({**whole, "cn": uncapped})


def test_every_word_of_the_vocabulary_serves_a_rule() -> None:
    rules = [rule for each in read_rules(Lawbook.load()).values() for rule in each]
    used = {name for rule in rules for name in (*rule.when, *rule.unless, *rule.needs)}
    assert set(CIRCUMSTANCES) - used == {"unlawful_subcontracting"}  # a part of two others
    assert set(ROLES) - {role for rule in rules for role in (rule.who, rule.recourse)} == {
        "subcontractor"  # how an employer is called that is one
    }


def test_all_documents_have_cases() -> None:
    packs = {
        chain[0].code for case in cases() for chain in [Lawbook.load().chain(case.place, case.pack)]
    }
    assert packs == set(Lawbook.load().packs)
    assert len(cases()) >= 25


def test_an_answer_can_be_printed_in_both_languages_and_as_json() -> None:
    for case in cases():
        found = decide(case, read_rules(Lawbook.load()))
        for said in (*found.lines(), *(each.sentence() for each in found.unclear)):
            assert said.say("en")
            assert said.say("zh") != said.say("en")
        assert json.loads(json.dumps(found.as_json()))["amount_fen"] == case.arrear.amount_fen


def test_sources_never_cover_more_than_the_arrear() -> None:
    for case in cases():
        found = decide(case, read_rules(Lawbook.load()))
        assert sum(each.amount_fen or 0 for each in found.sources) <= case.arrear.amount_fen


def pack_with(tmp_path: Path, *lines: str) -> Mapping[str, Sequence[Rule]]:
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "liability.yaml").write_text("\n".join(lines), encoding="utf-8")
    return read_rules(Lawbook.load(), tmp_path)


GOOD = (
    "- id: owes.employer",
    "  title: {zh: 甲, en: a}",
    "  kind: owes",
    "  who: employer",
    "  clauses: [CN-724-16]",
)


def swapped(number: int, text: str) -> Iterable[str]:
    return (*GOOD[:number], text, *GOOD[number + 1 :])


def test_a_good_rule_starts_with_its_article(tmp_path: Path) -> None:
    (rule,) = pack_with(tmp_path, *GOOD)["cn"]
    assert (rule.from_on, rule.to_on) == (dt.date(2020, 5, 1), None)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ((*GOOD, "  unles: [name_lent]"), "cn/liability.yaml:6"),
        (GOOD[:4], "cn/liability.yaml:1"),
        ((*GOOD, *GOOD), "cn/liability.yaml:6"),
        (swapped(2, "  kind: owe"), "cn/liability.yaml:3"),
        (swapped(3, "  who: boss"), "cn/liability.yaml:4"),
        (swapped(4, "  clauses: [CN-724-99]"), "cn/liability.yaml:5"),
        (swapped(4, "  clauses: []"), "cn/liability.yaml:5"),
        ((*GOOD, "  when: [handed_over]"), "cn/liability.yaml:6"),
        ((*GOOD, "  money: deposit"), "cn/liability.yaml:6"),
        ((*GOOD, "  needs: [order_unmet]"), "cn/liability.yaml:6"),
        ((*GOOD, "  recourse_how: {zh: 甲, en: a}"), "cn/liability.yaml:6"),
        ((*GOOD, "  to: 2020-05-01"), "cn/liability.yaml:6"),
        ((*GOOD, "  from: 2020-13-01"), "cn/liability.yaml:6"),
        ((*GOOD, "  cap: balance"), "cn/liability.yaml:6"),
        ((*swapped(2, "  kind: acts"), "  cap: deposit"), "cn/liability.yaml:6"),
    ],
)
def test_a_broken_rule_is_refused_by_file_and_line(
    tmp_path: Path, lines: Iterable[str], where: str
) -> None:
    with pytest.raises(PackError) as refused:
        pack_with(tmp_path, *lines)
    assert refused.value.where == where


def test_a_narrower_pack_overrides_by_id_only_while_it_is_in_force() -> None:
    whole = read_rules(Lawbook.load())
    (national,) = [rule for rule in whole["cn"] if rule.id == "first.developer_paid_late"]
    local = replace(national, layer="daixian-2020", cap="", from_on=dt.date(2022, 1, 1))
    rules = {**whole, "daixian-2020": (local,)}
    chain = Lawbook.load().chain("140923")
    layers = [
        [rule.layer for rule in rules_for(rules, chain, on) if rule.id == national.id]
        for on in (dt.date(2019, 1, 1), dt.date(2021, 1, 1), dt.date(2022, 1, 1))
    ]
    assert layers == [[], ["cn"], ["daixian-2020"]]


@pytest.mark.parametrize(
    "change",
    [
        {"facts": {"no_such_fact": True}},
        {"employer": 9},
        {"parties": (Party(0, "developer"), Party(0, "general_contractor"))},
    ],
)
def test_impossible_facts_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unknown facts|must be one of"):
        replace(cases()[0].arrear, **change)


def test_a_chain_without_parents_is_read_off_the_roles() -> None:
    parties = (Party(0, "developer"), Party(1, "general_contractor"), Party(2, "subcontractor"))
    arrear = replace(cases()[0].arrear, employer=2, parties=parties)
    assert [party.key for party in Standing(arrear).path] == [2, 1, 0]
    two = (*parties, Party(3, "general_contractor"))
    assert [party.key for party in Standing(replace(arrear, parties=two)).path] == [2]


def test_parties_in_a_circle_are_refused() -> None:
    ring = (Party(0, "developer", parent=1), Party(1, "general_contractor", parent=0))
    arrear = replace(cases()[0].arrear, employer=0, parties=ring)
    with pytest.raises(ValueError, match="circle"):
        assess(arrear, ())
