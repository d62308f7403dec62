"""The pages of the warning rules: a list, and one page each from docstring and card."""

from __future__ import annotations

from huxin.cli.reference.markdown import code, page, table
from huxin.cli.reference.parameters import values_of
from huxin.kernel.texts import translate
from huxin.law import Lawbook
from huxin.rules.base import Rule
from huxin.rules.catalogue import RULES

__all__ = ["rule_pages"]

HEAD = ("id", "title", "名称", "severity", "family", "stands on")


def rule_pages(book: Lawbook) -> dict[str, str]:
    """The list and the pages, by path below docs/reference."""
    rows = [
        (
            f"[{key}]({key}.md)",
            rule.spec.title,
            translate(rule.spec.title, "zh"),
            rule.spec.severity.value,
            rule.spec.family,
            ", ".join((*rule.spec.clauses, *rule.spec.published)),
        )
        for key, rule in RULES.items()
    ]
    listed = page("Warning rules", f"{len(rows)} rules.", table(HEAD, rows))
    each = {f"rules/{key}.md": _one(rule, book) for key, rule in RULES.items()}
    return {"rules/README.md": listed, **each}


def _one(rule: Rule, book: Lawbook) -> str:
    spec = rule.spec
    texts = (("title", spec.title), ("summary", spec.summary), ("remedy", spec.remedy),
             ("told to the unit", spec.own_remedy))  # fmt: skip
    words = [(name, text, translate(text, "zh")) for name, text in texts if text]
    clauses = [book.clause(each) for each in spec.clauses]
    articles = [(each.id, f"{each.document} {each.where}", each.what.say("zh")) for each in clauses]
    values = [(f"`{name}`", book.names[name], values_of(book, name)) for name in spec.parameters]
    return page(
        f"{spec.id} {spec.title}",
        rule.page,
        table(("", "English", "中文"), words),
        table(("", ""), [each for each in _card(rule) if each[1]]),
        _part("Articles", ("clause", "where", "what"), articles),
        _part("Parameters", ("name", "unit", "values by pack"), values),
    )


def _card(rule: Rule) -> tuple[tuple[str, str], ...]:
    spec = rule.spec
    window = f"{spec.window_months} months" if spec.window_months else "all months"
    return (
        ("severity", spec.severity.value),
        ("family", spec.family),
        ("one finding is about", code(*spec.scope.keys)),
        ("who answers for it", spec.liable),
        ("reads", code(*spec.columns)),
        ("window", window),
        ("published source", ", ".join(spec.published)),
        ("since", spec.since),
    )


def _part(title: str, head: tuple[str, ...], rows: list[tuple[str, str, str]]) -> str:
    return f"## {title}\n\n{table(head, rows)}" if rows else ""
