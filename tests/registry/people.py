"""Invented workers, and rows of a roster about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from huxin.kernel.identity import check_character
from huxin.registry.policy.contracts import Terms
from huxin.registry.policy.entry import Entry

MAY, JUNE = dt.date(2025, 5, 1), dt.date(2025, 6, 1)
LABOUR = "代县聚力建筑劳务有限公司"
CONTRACTOR = "代县中拓建筑工程有限公司"
NAMES = ("张三", "李四", "王小五", "赵六一", "单雄信", "曾志强", "吕布", "欧阳春")


def identity(number: int, born: str = "19880305") -> str:
    """The number of an invented person of 代县; the check digit holds."""
    body = f"140923{born}{number % 1000:03d}"
    return body + check_character(body)


def many(number: int) -> str:
    """The same for thousands: the year of birth moves as well."""
    return identity(number, f"{1960 + number // 1000 % 40}0305")


def card(number: int) -> str:
    return f"62220200{number:011d}"


def phone(number: int) -> str:
    return f"139{number:08d}"


def entry(number: int = 1, **other: Any) -> Entry:
    """A worker of the labour company with a contract from May and an entry in June."""
    whole = Entry(
        name=NAMES[number % len(NAMES)], identity=identity(number), phone=phone(number),
        employer=LABOUR, team="钢筋一班", trade="020", entered_on=JUNE,
        terms=Terms(signed_on=MAY, from_on=MAY),
    )  # fmt: skip
    return replace(whole, **other)


def row(number: int, **other: Any) -> dict[str, Any]:
    """A row as `formats.roster` accepts it."""
    return {
        "line": number + 4,
        "name": NAMES[number % len(NAMES)],
        "identity": many(number),
        "phone": phone(number),
        "card": card(number),
        "bank": "代县农村商业银行",
        "employer": LABOUR,
        "team": f"第{number % 7}班",
        "trade": "钢筋工",
        "post": None,
        "entered_on": JUNE,
        "contract_signed_on": MAY,
        "contract_from": MAY,
        "contract_terms_missing": 0,
        "day_rate_fen": 30_000,
    } | other
