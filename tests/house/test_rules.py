"""A rule is a citizen: one file, one card, its law, its words, its page; and it watches no one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from huxin.rules.base import Scope, Spec
from tests.house.source import (
    REFERENCE,
    ROOT,
    SRC,
    Module,
    chinese,
    clauses,
    house,
    modules,
    name_of,
    parameters,
    planted,
    published,
    rules,
    violations,
)

LEAST = 60
ORDER = ("docstring", "SPEC", "judge", "explain")
LINES = 120


def specs() -> dict[str, Spec]:
    return {module.SPEC.id: module.SPEC for module in rules()}


def parts(module: ModuleType) -> list[str]:
    """The parts of a rule file that the order names, as they stand."""
    assert module.__file__
    tree = ast.parse(Path(module.__file__).read_text())
    found = ["docstring"] if ast.get_docstring(tree) else []
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [name_of(each) for each in targets if name_of(each) in ORDER]
        elif isinstance(node, ast.FunctionDef) and node.name in ORDER:
            found.append(node.name)
    return found


def test_there_are_enough_rules_and_ids_are_unique() -> None:
    ids = [module.SPEC.id for module in rules()]
    assert len(ids) >= LEAST
    assert [each for each, times in Counter(ids).items() if times > 1] == []
    assert [each for each in ids if not re.fullmatch(r"[A-Z]+-\d{2}", each)] == []


def test_ids_are_never_reused() -> None:
    """tests/house/rule_ids.yaml keeps every id ever given, with its file; it only grows."""
    given = {module.SPEC.id: module.__name__.split(".")[-1] for module in rules()}
    kept = house("rule_ids")
    assert {each: file for each, file in given.items() if kept.get(each) != file} == {}


def test_a_rule_file_reads_in_one_order() -> None:
    wrong = {module.__name__: parts(module) for module in rules() if parts(module) != list(ORDER)}
    assert wrong == {}


def test_a_rule_file_is_short() -> None:
    long = {
        module.name: lines
        for module in modules("rules/catalogue")
        if (lines := len(module.text.splitlines())) > LINES
    }
    assert long == {}


def test_a_rule_says_what_it_is_and_what_to_do_in_both_languages() -> None:
    silent = [
        f"{key} {part}"
        for key, spec in specs().items()
        for part in ("title", "summary", "remedy")
        if not getattr(spec, part) or not chinese().get(getattr(spec, part), ("",))[0]
    ]
    assert silent == []


# How a text speaks to an authority, or of the unit itself as of somebody else.
ORDERS = re.compile("责令|责成|约谈|要求|移送|通报|下达|列入重点|安排检查|财产保全|督促单位")
THIRD = {
    "authority": ".", "bank": "银行", "developer": "建设单位|催拨",
    "general_contractor": "(?<!报)总包单位", "employer": "企业",
}  # fmt: skip


def speaks_to_others(spec: Spec) -> bool:
    said = chinese()[spec.remedy][0]
    unit = THIRD.get(spec.liable, "")
    return bool(ORDERS.search(said) or (unit and re.search(unit, said)))


def test_a_company_reads_what_it_does_itself() -> None:
    """Where the remedy speaks to an authority or of the unit, the rule says it to the unit too."""
    shown = {key: spec for key, spec in specs().items() if spec.scope is not Scope.FEED}
    unsaid = [key for key, spec in shown.items() if speaks_to_others(spec) and not spec.own_remedy]
    assert unsaid == []
    own = {key: chinese()[spec.own_remedy][0] for key, spec in shown.items() if spec.own_remedy}
    assert [key for key, said in own.items() if re.search("责令|责成|约谈|督促|催", said)] == []


def test_a_rule_stands_on_law_or_on_a_published_source() -> None:
    unfounded = {
        key: unknown or "nothing cited"
        for key, spec in specs().items()
        if (
            unknown := [
                *(each for each in spec.clauses if each not in clauses()),
                *(each for each in spec.published if each not in published()),
            ]
        )
        or not (spec.clauses or spec.published)
    }
    assert unfounded == {}


def test_a_rule_takes_its_figures_from_the_packs() -> None:
    unknown = {
        key: missing
        for key, spec in specs().items()
        if (missing := [each for each in spec.parameters if each not in parameters()])
    }
    assert unknown == {}


SCALES = {0, 1, 12, 100, 10_000, 1_000_000}


def thresholds(module: Module) -> Iterator[str]:
    """Figures in a rule's code other than scales: hundredths, parts per million, months a year."""
    for function in module.tree.body:
        for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
            value = node.value if isinstance(node, ast.Constant) else None
            if type(value) is int and value not in SCALES:
                yield f"{module.where(node)}: {value}"


def test_no_threshold_stands_in_code() -> None:
    assert violations(thresholds, "rules/catalogue") == []
    assert planted(thresholds, "def judge(facts):\n    return facts.days > 30\n")
    assert not planted(thresholds, "def judge(facts):\n    return facts.days * 100\n")


def test_an_absence_rule_declares_its_window() -> None:
    open_ended = [
        module.SPEC.id
        for module in rules()
        if re.search(r"\bwithout\b|paid but absent", module.SPEC.title.lower())
        and module.SPEC.scope.name == "WORKER_MONTH"
        and module.SPEC.window_months is None
    ]
    assert open_ended == []


def test_every_rule_has_its_page() -> None:
    pages = {file.stem for file in (REFERENCE / "rules").glob("*-*.md")}
    assert pages == set(specs())


def test_every_rule_has_a_table_of_cases() -> None:
    tables = {file.stem for file in (ROOT / "tests" / "rules" / "tables").glob("*.yaml")}
    assert tables == set(specs())


def test_a_rule_names_no_engine() -> None:
    engines = {"duckdb", "psycopg", "pyspark", "adbc_driver_postgresql", "sqlglot"}
    opened = [
        module.where(node)
        for module in modules("rules/catalogue")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(each.name for each in node.names)]
        if name.split(".")[0] in engines
    ]
    assert opened == []
    assert (SRC / "rules" / "catalogue").is_dir()
