"""The words of the page: every figure that a rule gives has its own."""

from __future__ import annotations

from huxin.check.labels import HIDDEN, LABELS
from huxin.facts.grains import Facts
from huxin.kernel.texts import translate
from huxin.rules.catalogue import RULES


def test_every_figure_of_every_rule_has_its_words() -> None:
    facts = Facts(sorted({name for rule in RULES.values() for name in rule.spec.parameters}))
    figures = {name for rule in RULES.values() for name in rule.judge(facts).evidence}
    shown = {name for name in figures if not name.endswith(HIDDEN)}
    assert sorted(shown - set(LABELS)) == []
    assert [name for name, text in LABELS.items() if translate(text, "zh") == text] == []
