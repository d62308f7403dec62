"""The boundary: Huxin watches employers, money and deadlines, never people."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pyarrow as pa

from huxin.facts.schema import TABLES
from tests.house.source import Module, clauses, planted, violations

PERSONAL = re.compile(
    r"(^|_)(name|identity|card|card_no|phone|mobile|address|birth|born|gender|photo|face"
    r"|complainant|petitioner|claimant|participant|organiser|organizer|reporter|informant|author)"
    r"(_|$)"
)
ALLOWED_COLUMNS = {
    "identity_ok": "a flag about the number, not the number",
    "account_name_matches": "a flag about an account's name",
    "card_digest": "a keyed digest",
    "phone_digest": "a keyed digest",
    "photo_on": "the day of a signboard's photo",
    "name": "a law parameter's name",
}
WATCHED = re.compile(
    r"\b(complainant|petitioner|claimant|participants?|organis?er|organizer|ringleader|informant"
    r"|malicious_claim\w*|blacklisted_worker)s?(_\w+)?\b"
)


def test_no_fact_column_says_who_a_person_is() -> None:
    columns = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if PERSONAL.search(column.name) and column.name not in ALLOWED_COLUMNS
    ]
    assert columns == []


def test_a_complaint_keeps_no_person() -> None:
    complaint = TABLES["complaint"]
    assert not {column.name for column in complaint.columns} & {"worker_key", "card_digest"}
    assert all(not pa.types.is_string(column.type) for column in complaint.columns)


def watchers(module: Module) -> Iterator[str]:
    """Names in code (not in prose) that would hold the people behind a complaint or an incident."""
    for node in ast.walk(module.tree):
        names: list[str] = []
        if isinstance(node, ast.Name):
            names = [node.id]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.arg):
            names = [node.arg]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name.lower()]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value] if re.fullmatch(r"\w+", node.value) else []
        for name in names:
            if WATCHED.fullmatch(name):
                yield f"{module.where(node)}: {name}"


def test_nobody_reads_who_complained() -> None:
    assert violations(watchers) == []
    assert planted(watchers, "table.complainant_key")
    assert planted(watchers, "class Incident:\n    participants: list[int]\n")
    assert planted(watchers, "row['petitioner']")


def test_boundary_clauses_say_what_is_built_instead() -> None:
    entries = [entry for entry in clauses().values() if entry.get("boundary")]
    assert entries
    assert [entry["id"] for entry in entries if not entry.get("boundary_note")] == []
