"""Who owes an arrear, who pays first, up to what cap, from what money, with recourse to whom.

Pure: facts about one arrear and the rules in force go in, a printable tree comes out. The rules are
data of the packs (`liability.yaml`, read by `liability_rules`); nothing here knows a place or an
article. A fact is yes, no or not known; a rule that hangs on an unknown fact is reported as
unclear, never applied and never dropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from huxin.kernel.texts import Fen, Message, Month, message
from huxin.law.liability_facts import CIRCUMSTANCES, MONEY, ROLES, Arrear, Standing
from huxin.law.liability_rules import Rule

__all__ = ["Ground", "Liability", "Obligation", "Recourse", "Unclear", "assess"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: a rule, the clauses it carries out, the pack it stands in.

    `to_verify`: those clauses whose text or date is yet to be checked.
    """

    rule: str
    text: Message
    clauses: tuple[str, ...]
    layer: str
    to_verify: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recourse:
    """Against whom a payer may turn afterwards, and how where the document says so."""

    role: str
    party: int | None
    how: Message | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one party has to do about the arrear.

    `kind` is one of the rules' kinds. `amount_fen`: what it pays or covers at most; None where the
    cap is not known or no amount applies. `missing`: what has to happen before money can be drawn.
    """

    kind: str
    role: str
    party: int | None
    amount_fen: int | None
    grounds: tuple[Ground, ...]
    cap: str = ""
    money: str = ""
    recourse: tuple[Recourse, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """All clauses of the grounds, each once, in their order."""
        return tuple(dict.fromkeys(clause for each in self.grounds for clause in each.clauses))

    def head(self) -> Message:
        """Who and how much, in one sentence."""
        who, amount = ROLES[self.role], None if self.amount_fen is None else Fen(self.amount_fen)
        if self.kind == "acts":
            return message("To act: the {who}.", who=who)
        if self.kind == "no_defence":
            return message("Not heard with this reason: the {who}.", who=who)
        if self.kind == "source":
            money = MONEY[self.money]
            if amount is None:
                return message("Source of money: {money} (the {who}).", money=money, who=who)
            return message(
                "Source of money: {money} (the {who}), covers {amount}.",
                money=money, who=who, amount=amount,
            )  # fmt: skip
        return self._payment(who, amount)

    def _payment(self, who: Message, amount: Fen | None) -> Message:
        if self.kind == "owes":
            return message("Owed by the {who}: {amount}.", who=who, amount=amount)
        if not self.cap:
            return message("Paid first by the {who}: {amount}.", who=who, amount=amount)
        return message(
            "Paid first by the {who}: {amount}, capped by the {cap}.",
            who=who, amount=amount, cap=MONEY[self.cap],
        )  # fmt: skip

    def details(self) -> tuple[Message, ...]:
        """Each ground, recourse, what has to happen first, and what is yet to be checked."""
        roles = dict.fromkeys(each.role for each in self.recourse)
        doubtful = dict.fromkeys(clause for each in self.grounds for clause in each.to_verify)
        check = message("To be checked against the official text: {clauses}.", clauses=(*doubtful,))
        return (
            *(
                message("{text} ({clauses})", text=each.text, clauses=each.clauses)
                for each in self.grounds
            ),
            *(message("Recourse against: the {who}.", who=ROLES[role]) for role in roles),
            *(each.how for each in self.recourse if each.how is not None),
            *(message("First needed: {fact}.", fact=CIRCUMSTANCES[name]) for name in self.missing),
            *((check,) if doubtful else ()),
        )


@dataclass(frozen=True, slots=True)
class Unclear:
    """A rule that would add an obligation if the facts named held (or did not)."""

    kind: str
    role: str
    ground: Ground
    facts: tuple[str, ...]

    def sentence(self) -> Message:
        """Which facts are wanted, and what they would decide."""
        return message(
            "Not clear, for want of these facts: {facts}. They decide: {text} ({clauses})",
            facts=tuple(CIRCUMSTANCES[name] for name in self.facts),
            text=self.ground.text,
            clauses=self.ground.clauses,
        )


@dataclass(frozen=True, slots=True)
class Liability:
    """The answer for one arrear; every tuple is in the order of the rules."""

    amount_fen: int
    month: dt.date
    law_on: dt.date
    owes: tuple[Obligation, ...]
    pays_first: tuple[Obligation, ...]
    sources: tuple[Obligation, ...]
    acts: tuple[Obligation, ...]
    no_defence: tuple[Obligation, ...]
    unclear: tuple[Unclear, ...]

    def lines(self) -> tuple[Message, ...]:
        """The answer as sentences, most important first; unclear rules are only counted."""
        first = message(
            "Wages of {month} in arrears: {amount}; law of {on}.",
            month=Month(self.month.year, self.month.month, 1),
            amount=Fen(self.amount_fen),
            on=self.law_on,
        )
        nobody = () if self.owes else (message("No document in force says who owes them."),)
        said = (*self.owes, *self.pays_first, *self.sources, *self.no_defence, *self.acts)
        sentences = (line for each in said for line in (each.head(), *each.details()))
        count = len(self.unclear)
        more = (message("{count} more rules hang on facts that are not known.", count=count),)
        return (first, *nobody, *sentences, *(more if count else ()))

    def as_json(self) -> dict[str, object]:
        """Plain mappings and lists; amounts in fen, texts in both languages."""
        return {
            "amount_fen": self.amount_fen,
            "month": self.month.isoformat(),
            "law_on": self.law_on.isoformat(),
            **{
                name: [_obligation_json(each) for each in obligations]
                for name, obligations in (
                    ("owes", self.owes),
                    ("pays_first", self.pays_first),
                    ("sources", self.sources),
                    ("acts", self.acts),
                    ("no_defence", self.no_defence),
                )
            },
            "unclear": [
                {
                    "kind": each.kind,
                    "role": each.role,
                    "facts": list(each.facts),
                    **_ground_json(each.ground),
                }
                for each in self.unclear
            ],
        }


def assess(arrear: Arrear, rules: Iterable[Rule]) -> Liability:
    """Apply `rules`, already those in force for the place and day (`liability_rules.rules_for`).

    Obligations of one party of the same kind become one: its grounds add up and it pays the most
    that any of them asks, so a wider duty is never narrowed by a lesser document.
    """
    standing = Standing(arrear)
    obligations: list[Obligation] = []
    unclear: list[Unclear] = []
    for rule in rules:
        holds, open_facts = _judge(rule, standing.circumstances)
        ground = Ground(rule.id, rule.title, rule.clauses, rule.layer, rule.to_verify)
        if holds is None:
            unclear.append(Unclear(rule.kind, rule.who, ground, open_facts))
        elif holds:
            obligations.append(_obligation(rule, ground, standing))
    joined = _joined(obligations)
    kinds = {
        kind: tuple(each for each in joined if each.kind == kind)
        for kind in ("owes", "pays_first", "source", "acts", "no_defence")
    }
    return Liability(
        amount_fen=arrear.amount_fen,
        month=arrear.month,
        law_on=arrear.due_on,
        owes=kinds["owes"],
        pays_first=kinds["pays_first"],
        sources=_covering(kinds["source"], arrear.amount_fen),
        acts=kinds["acts"],
        no_defence=kinds["no_defence"],
        unclear=tuple(unclear),
    )


def _judge(
    rule: Rule, circumstances: Mapping[str, bool | None]
) -> tuple[bool | None, tuple[str, ...]]:
    """Yes, no, or not known with the facts that it hangs on (Kleene's logic)."""
    wanted = [(name, circumstances[name]) for name in rule.when]
    unwanted = [
        (name, None if (value := circumstances[name]) is None else not value)
        for name in rule.unless
    ]
    terms = wanted + unwanted
    if any(value is False for _, value in terms):
        return False, ()
    unknown = tuple(name for name, value in terms if value is None)
    return (None, unknown) if unknown else (True, ())


def _obligation(rule: Rule, ground: Ground, standing: Standing) -> Obligation:
    arrear = standing.arrear
    recourse = (
        (Recourse(*standing.named(rule.recourse), rule.recourse_how),) if rule.recourse else ()
    )
    amount: int | None = arrear.amount_fen
    if rule.kind in {"acts", "no_defence"} or (rule.kind == "source" and not rule.cap):
        amount = None
    elif rule.cap:
        limit = arrear.caps[rule.cap]
        amount = None if limit is None else min(arrear.amount_fen, max(limit, 0))
    role, party = standing.named(rule.who)
    return Obligation(
        kind=rule.kind,
        role=role,
        party=party,
        amount_fen=amount,
        grounds=(ground,),
        cap=rule.cap,
        money=rule.money,
        recourse=recourse,
        missing=tuple(name for name in rule.needs if standing.circumstances[name] is not True),
    )


def _joined(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """One obligation per kind, party and money, at the place of the first.

    Duties to act and refused defences stay apart: each says something of its own.
    """
    together: dict[object, Obligation] = {}
    for number, each in enumerate(obligations):
        who = each.role if each.party is None else each.party
        alone = number if each.kind in {"acts", "no_defence"} else None
        key = (each.kind, who, each.money, alone)
        together[key] = _widest(together[key], each) if key in together else each
    return tuple(together.values())


def _widest(one: Obligation, other: Obligation) -> Obligation:
    uncapped = next((each for each in (one, other) if not each.cap), one)
    amounts = [each.amount_fen for each in (one, other) if each.amount_fen is not None]
    known = len(amounts) == 2
    return replace(
        one,
        amount_fen=uncapped.amount_fen if not uncapped.cap else max(amounts) if known else None,
        cap=uncapped.cap,
        grounds=one.grounds + other.grounds,
        recourse=_recourses(one.recourse + other.recourse),
        missing=tuple(dict.fromkeys(one.missing + other.missing)),
    )


def _recourses(recourses: tuple[Recourse, ...]) -> tuple[Recourse, ...]:
    """One per party; the one that says how goes before the one that does not."""
    found: dict[tuple[str, int | None], Recourse] = {}
    for each in recourses:
        key = (each.role, each.party)
        if key not in found or found[key].how is None:
            found[key] = each
    return tuple(found.values())


def _covering(sources: tuple[Obligation, ...], amount_fen: int) -> tuple[Obligation, ...]:
    """Each source covers what those before it leave; one of unknown size stops no later one."""
    left, covering = amount_fen, []
    for each in sources:
        covered = None if each.amount_fen is None else min(each.amount_fen, left)
        left -= covered or 0
        covering.append(replace(each, amount_fen=covered))
    return tuple(covering)


def _ground_json(ground: Ground) -> dict[str, object]:
    return {
        "rule": ground.rule,
        "text": {"zh": ground.text.say("zh"), "en": ground.text.say("en")},
        "clauses": list(ground.clauses),
        "layer": ground.layer,
        "to_verify": list(ground.to_verify),
    }


def _obligation_json(each: Obligation) -> dict[str, object]:
    return {
        "kind": each.kind,
        "role": each.role,
        "party": each.party,
        "amount_fen": each.amount_fen,
        "cap": each.cap,
        "money": each.money,
        "missing": list(each.missing),
        "recourse": [
            {
                "role": recourse.role,
                "party": recourse.party,
                "how": recourse.how
                and {"zh": recourse.how.say("zh"), "en": recourse.how.say("en")},
            }
            for recourse in each.recourse
        ],
        "grounds": [_ground_json(ground) for ground in each.grounds],
    }
