"""Writes the page about site folders from the specs of the formats: `docs/reference/folder.md`.

Run `python -m huxin.formats.reference > docs/reference/folder.md`; a test holds the committed page
equal to what is written here, so that no heading, word or code is missing from it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from huxin.formats.attlog import SPEC as ATTLOG
from huxin.formats.base import LIMITS, FindingCode
from huxin.formats.camt_codes import SPEC as CAMT
from huxin.formats.examples import EXAMPLES, Example
from huxin.formats.folder import ROOM_WORDS
from huxin.formats.folder_codes import SPEC as FOLDER
from huxin.formats.headers import HEADERS
from huxin.formats.listing import LISTING
from huxin.formats.payroll_spec import CHANNEL_WORDS, STATE_WORDS
from huxin.formats.project_sheet import SPEC as PROJECT_SHEET
from huxin.formats.project_sheet import TABLES
from huxin.formats.project_sheet.tables import TableSpec
from huxin.formats.registry import READERS
from huxin.formats.spec import FieldSpec, FormatSpec
from huxin.formats.statement import BANK_CODES, KIND_WORDS
from huxin.formats.workbook import WORKBOOK
from huxin.kernel.texts import N_, translate

__all__ = ["SPECS", "folder_page"]

SPECS: tuple[FormatSpec, ...] = (
    PROJECT_SHEET,
    *(each.spec for each in READERS),
    ATTLOG,
    CAMT,
    FOLDER,
    WORKBOOK,
    HEADERS,
    LISTING,
)
"""Every format and every other source of finding codes, in the order of the page."""

INTRO = (
    N_("A folder holds one site, or one sub-folder for each site; sub-folders may be grouped once "
       "more. A folder is one site, with everything below it, when a file that can be read lies "
       "directly in it, or when one of its sub-folders is named after papers (see the words), "
       "unless two of its sub-folders have a project sheet each."),
    N_("Files are known by their content and headings, not by their names. A file that is not "
       "known is named in the report and left alone. Links are not followed. Archives stay closed "
       "unless --unpack is given."),
    N_("A file local.yaml in the root of the folder holds the values that a document leaves to the "
       "place, each with its source and date."),
    N_("Every line of a file is a row or is left alone (title, header, blank, total, signature). "
       "Rows in are always rows accepted and rows refused; every refused row has a code and a "
       "remedy."),
    N_("Headings may stand below title lines, be merged or in two lines; blanks, brackets and "
       "full-width forms do not matter. Columns may stand in any order."),
)  # fmt: skip
VALUES = (
    N_("Money is yuan unless the heading, a line 单位：万元 or the value itself says 万元; "
       "thousands separators, ¥ and full-width digits are read; nothing finer than a fen."),
    N_("Dates: 2025-03-01, 2025/3/1, 2025.3.1, 2025年3月1日, 20250301 or a date cell. "
       "Months: 2025-03, 2025年3月, 202503."),
    N_("Yes: 是, 有, √, 1, 已签. No: 否, 无, ×, 0, 未签. An empty cell is not known."),
    N_("Identity, card and account numbers are text; a number cell lost digits and is refused."),
    N_("Shares: 30%, 0.3 or 30; amounts in a project sheet may be written as 1.2亿元, 30万元."),
)  # fmt: skip
LAYOUT = """\
县里/
├── local.yaml
├── 01 安置房一标段/
│   ├── 项目信息.xlsx
│   ├── 花名册.xlsx
│   ├── 工资表/2025年3月工资表.xlsx
│   ├── 考勤/1_attlog.dat, users.csv
│   ├── 代发/2025年3月.csv
│   └── 专户流水/2025年4月.csv
└── 02 …/"""
FIELD_HEAD = ("field", "heading", "also", "type", "unit kept", "meaning", "含义")
CODE_HEAD = ("code", "severity", "row refused", "what", "说明", "what to do", "处理办法")


def folder_page() -> str:
    """The page as Markdown, in English with the Chinese beside it."""
    listed = [
        (f"[{each.id}](#{each.id})", each.title, _zh(each.title), ", ".join(each.kinds))
        for each in SPECS
    ]
    parts = [
        "<!-- written by `make docs`; do not edit -->",
        "# A site folder 工地资料文件夹",
        _both(INTRO),
        f"```text\n{LAYOUT}\n```",
        "Words of sub-folders: " + "、".join(ROOM_WORDS),
        "## Values 数值写法",
        _both(VALUES),
        "## Files 文件种类",
        _table(("format", "title", "名称", "kinds of file"), listed),
        *(_format(each) for each in SPECS),
        _words(),
        "## Limits 上限",
        _table(("what", "at most"), [(n, f"{getattr(LIMITS, n):,}") for n in LIMITS.__slots__]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _zh(text: str) -> str:
    return translate(text, "zh")


def _both(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}\n  {_zh(text)}" for text in texts if text)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _format(spec: FormatSpec) -> str:
    parts = [f"## {spec.id}", f"**{spec.title} {_zh(spec.title)}**"]
    parts.append(_both((spec.recognised, *spec.notes)))
    if spec is PROJECT_SHEET:
        parts += [_project_table(each) for each in TABLES]
    else:
        parts.append(_fields(spec.fields))
    parts += [_example(each) for each in EXAMPLES if each.format == spec.id]
    codes = sorted(spec.codes, key=lambda each: each.id)
    if codes:
        parts.append(_table(CODE_HEAD, [_code(each) for each in codes]))
    return "\n\n".join(part for part in parts if part)


def _fields(fields: Sequence[FieldSpec]) -> str:
    written = [_field(each) for each in fields if not each.derived]
    derived = [
        (f"`{each.name}`", each.type, each.unit, each.meaning, _zh(each.meaning))
        for each in fields
        if each.derived
    ]
    parts = [_table(FIELD_HEAD, written)] if written else []
    if derived:
        head = ("worked out by the reader 系统得出", "type", "unit kept", "meaning", "含义")
        parts.append(_table(head, derived))
    return "\n\n".join(parts)


def _field(each: FieldSpec) -> tuple[str, ...]:
    groups = [f"{parent}→{child}" for parent in each.parents for child in each.within]
    marks = " *required*" * each.required + " *once per sheet*" * each.sheet_level
    also = "、".join((*each.aliases, *groups))
    meaning = each.meaning
    return (f"`{each.name}`{marks}", each.header, also, each.type, each.unit, meaning, _zh(meaning))


def _code(each: FindingCode) -> tuple[str, ...]:
    texts = (each.message, _zh(each.message), each.remedy, _zh(each.remedy))
    return (each.id, each.severity.value, "yes 是" if each.refuses else "", *texts)


def _project_table(table: TableSpec) -> str:
    names = "、".join(table.aliases)
    parts = [
        f"### {table.sheet} `{table.name}`",
        f"{table.meaning}\n{_zh(table.meaning)}\n({names})",
        _fields(table.fields),
    ]
    rows = [
        (f"`{name}`", f"`{label}`", "、".join(said))
        for name, choices in table.choices.items()
        for label, said in choices.items()
    ]
    if rows:
        parts.append(_table(("choice of", "label", "words 写法"), rows))
    return "\n\n".join(parts)


def _example(each: Example) -> str:
    kind = {"yaml": "yaml", "xml": "xml"}.get(each.file.rpartition(".")[2], "text")
    return f"`{each.file}`:\n\n```{kind}\n{each.text.rstrip()}\n```"


def _words() -> str:
    """The lists of words that banks and sites use."""
    kinds = [(each.kind, each.direction, "、".join(each.words)) for each in KIND_WORDS]
    states = [(name, "、".join(said)) for name, said in STATE_WORDS.items()]
    channels = [(name, "、".join(said)) for name, said in CHANNEL_WORDS.items()]
    iso = [(f"{family}/{sub}", way, kind) for family, sub, way, kind in BANK_CODES]
    return "\n\n".join(
        (
            "## Words of bank entries 流水摘要用词",
            _table(("kind", "direction", "words 用词"), kinds),
            _table(("ISO 20022 family/sub-family", "direction", "kind"), iso),
            "## Words of payroll results 代发结果用词",
            _table(("state", "words 用词"), states),
            _table(("channel", "words 用词"), channels),
        )
    )


if __name__ == "__main__":
    sys.stdout.write(folder_page())
