"""Rules, clauses and values of the law as the report shows them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from huxin.check.labels import input_of
from huxin.check.model import Article, Pack, Parameter, RuleCard, Said, Unknown, Words
from huxin.kernel.errors import InputError, NotSet, Silent
from huxin.kernel.texts import N_, Message, message
from huxin.law.lawbook import Lawbook
from huxin.law.model import BASE, Clause
from huxin.law.units import told
from huxin.rules.base import Outcome, Rule
from huxin.rules.catalogue import RULES

__all__ = ["FAMILIES", "Cards", "chosen_rules", "family_title", "rule_set"]

FAMILIES: Mapping[str, str] = {
    "pay": N_("Payment of wages"),
    "arr": N_("Wage arrears"),
    "sht": N_("Wage sheets"),
    "att": N_("Attendance"),
    "crd": N_("Wage cards"),
    "acc": N_("Wage special account"),
    "dep": N_("Wage deposit and guarantees"),
    "gua": N_("Guarantees"),
    "enr": N_("Enrolment by real name"),
    "con": N_("Labour contracts"),
    "prj": N_("Projects and their chain of contracts"),
    "prg": N_("Progress payments"),
    "sgn": N_("Signboards"),
    "ind": N_("Business indicators"),
    "cmp": N_("Complaints and clues"),
    "fee": N_("Feeds and reports"),
}
TO_CHECK = "M"


def family_title(family: str) -> Said:
    """The title of a family of rules."""
    return message(FAMILIES[family]) if family in FAMILIES else Words(family, family)


def chosen_rules(wanted: tuple[str, ...]) -> Mapping[str, Rule]:
    """The rules named, or all of them; raises InputError for an id that no rule has."""
    unknown = [name for name in wanted if name not in RULES]
    if unknown:
        raise InputError(
            message("There is no rule {names}.", names=tuple(unknown)),
            remedy=message("See all rules with: huxin rules list"),
        )
    return {name: rule for name, rule in RULES.items() if not wanted or name in wanted}


def rule_set(rules: Mapping[str, Rule]) -> str:
    """A short digest of a set of rules: ids, versions and pages."""
    whole = "\x1f".join(f"{name} {rule.spec} {rule.page}" for name, rule in sorted(rules.items()))
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


class Cards:
    """Asks one lawbook for one run's places, day and pack; every answer is kept."""

    def __init__(
        self, book: Lawbook, *, places: Sequence[int], on: dt.date, pack: str | None
    ) -> None:
        self._book, self._places, self._on, self._pack = book, tuple(places), on, pack
        self.article = lru_cache(maxsize=None)(self._article)

    def articles(self, clauses: Iterable[str]) -> tuple[Article, ...]:
        """The clauses in their order."""
        return tuple(self.article(each) for each in clauses)

    def card(self, rule: Rule, counts: Mapping[Outcome, int]) -> RuleCard:
        """What every finding of a rule shares."""
        spec = rule.spec
        return RuleCard(
            id=spec.id,
            title=message(spec.title),
            summary=message(spec.summary),
            remedy=message(spec.remedy),
            severity=spec.severity.value,
            scope=spec.scope.value,
            family=spec.family,
            articles=self.articles(self._in_force(spec.clauses)),
            published=spec.published,
            parameters=tuple(one for name in spec.parameters for one in self.parameters(name)),
            counts={outcome.value: int(counts.get(outcome, 0)) for outcome in Outcome},
        )

    def parameters(self, name: str) -> tuple[Parameter, ...]:
        """The value of a parameter in each place of the run; once when all places agree."""
        found = [self._parameter(name, place) for place in self._places]
        alike = {(each.value and each.value.say("en"), each.to_verify) for each in found}
        return tuple(found[:1] if len(alike) == 1 else found)

    def unknown(self, rule: str, missing: str, times: int) -> Unknown:
        """Why a rule could not tell: a value that nobody set, or an input that no file gave."""
        if missing not in self._book.names:
            return Unknown(rule, missing, input_of(missing), times)
        said = message("not set for this place: {what}", what=self._described(missing))
        return Unknown(rule, missing, said, times, self.articles(self._asked_by(missing)))

    def packs(self) -> tuple[Pack, ...]:
        """The packs in force for the places of the run, narrowest first, each once."""
        chains = [self._book.chain(f"{place:06d}", self._pack) for place in self._places]
        packs = {pack.code: pack for chain in chains for pack in chain}
        ordered = sorted(packs.values(), key=lambda each: (each.code == BASE, each.code))
        return tuple(
            Pack(each.code, Words(each.title.zh, each.title.say("en")), each.from_on.isoformat())
            for each in ordered
        )

    def _in_force(self, clauses: Sequence[str]) -> Sequence[str]:
        """Of a rule's clauses those in force in the places of the run; all when none is."""
        codes = {pack.code for pack in self.packs()}
        known = self._book.clauses
        mine = [each for each in clauses if each in known and known[each].pack in codes]
        return mine or clauses

    def _article(self, clause_id: str) -> Article:
        if clause_id not in self._book.clauses:
            return Article(clause_id, Words(clause_id, clause_id), Words("", ""), to_verify=True)
        clause = self._book.clause(clause_id)
        zh = "" if clause.what.zh == clause.what.text else clause.what.zh
        wording = Words(zh, clause.what.text)
        return Article(clause_id, self._where(clause), wording, clause.mark == TO_CHECK)

    def _where(self, clause: Clause) -> Message:
        if clause.pack == BASE:
            return message(
                "{document}, article {article}", document=clause.document, article=clause.where
            )
        title = self._book.packs[clause.pack].title
        return message("{document}, {where}", document=title, where=clause.where)

    def _parameter(self, name: str, place: int) -> Parameter:
        unit = self._book.names.get(name, "")
        try:
            found = self._book.value(name, place=f"{place:06d}", on=self._on, pack=self._pack)
        except (NotSet, Silent):
            return Parameter(name, place, None, unit, self._described(name), self._asked_by(name))
        return Parameter(
            name=name,
            place=place,
            value=told(found.value, found.unit),
            unit=found.unit,
            description=self._described(name),
            clauses=found.clauses,
            sources=tuple(
                each if isinstance(each, str) else each.say("en") for each in found.sources
            ),
            to_verify=found.to_verify,
        )

    def _described(self, name: str) -> Message:
        """What the parameter is, in the words of the narrowest pack that knows it."""
        for pack in (
            *self._book.chain(f"{self._places[0]:06d}", self._pack),
            *self._book.packs.values(),
        ):
            if name in pack.parameters:
                return pack.parameters[name].description
        return message("{name}", name=name)

    def _asked_by(self, name: str) -> tuple[str, ...]:
        """The clauses that require the value here; another place's document requires nothing."""
        for pack in self._book.chain(f"{self._places[0]:06d}", self._pack):
            if name in pack.parameters:
                return pack.parameters[name].clauses
        return ()
