"""Words of rosters for trades and posts, and the labels and codes that the facts know them by."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from huxin.kernel.names import plain_name

__all__ = [
    "OTHER", "POSTS", "post_label", "trade_code", "trade_in", "trade_name", "trade_names",
]  # fmt: skip

POSTS = MappingProxyType(
    {
        "劳资专管员": "labour_wage_officer",
        "项目经理": "project_manager",
        "项目负责人": "project_manager",
        "总监": "chief_supervisor",
        "班组长": "team_leader",
        "班长": "team_leader",
        "组长": "team_leader",
        "管理": "manager",
    }
)
POST_LABELS = frozenset({*POSTS.values(), "worker"})
OTHER = "000"
_ALIASES = re.compile(r"[（(](.*?)[）)]")


def post_label(post: str | None, leader: str | None = None, name: str | None = None) -> str:
    """The label of a post; who is named as leader of his own team is one."""
    if post in POST_LABELS:
        return str(post)
    for word, label in POSTS.items():
        if post and word in post:
            return label
    return "team_leader" if leader and leader == name else "worker"


def trade_code(trade: str | None) -> str | None:
    """The national platform's code of a trade; 000 (other) for one that it does not list."""
    if not trade:
        return None
    plain = plain_name(trade)
    return plain if plain in _names() else _codes().get(plain, OTHER)


def trade_name(code: str) -> str:
    """The first name of a code; a code on no list is shown as it is."""
    return _ALIASES.sub("", _names().get(code, code))


def trade_names(language: str = "zh") -> Mapping[str, str]:
    """Code → name of every trade of the national platform, in a language ("zh" or "en")."""
    return _names("name" if language == "zh" else "en")


def trade_in(name: str, language: str) -> str:
    """The first name of a trade in a language; one that is on no list is shown as it is."""
    code = _codes().get(name) if language != "zh" else None
    return _names("en")[code] if code else name


@lru_cache(maxsize=2)
def _names(column: str = "name") -> Mapping[str, str]:
    """Code → name as the list has it, aliases in brackets; `column` "en" is our own rendering."""
    file = resources.files("huxin.formats") / "data" / "work_types.csv"
    rows = csv.DictReader(file.read_text("utf-8-sig").splitlines())
    return {row["code"]: row[column] for row in rows}


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for code, whole in _names().items():
        names = [_ALIASES.sub("", whole)]
        names += [each for group in _ALIASES.findall(whole) for each in group.split("、")]
        for name in names:
            codes.setdefault(name, code)
    return codes
