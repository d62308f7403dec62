"""Companies and teams: one key per company over all sites, one per team and site."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from huxin.check.assemble.columns import column, distinct, texts
from huxin.facts.columns import KEY
from huxin.kernel.names import plain_name

__all__ = ["Companies", "is_company", "teams"]

COMPANY_WORDS = (
    "公司", "集团", "局", "厂", "中心", "合作社", "经营部", "工程队", "事务所", "院", "银行",
    "信用社", "委员会", "政府", "财政", "公积金", "学校", "医院", "专户", "工作室", "商行",
    "LTD", "CO.", "INC", "GMBH", "BANK",
)  # fmt: skip
"""Words by which the name on the other side of an entry is no person's."""


def is_company(name: str) -> bool:
    """Whether a name is that of a company, a bank or a body."""
    upper = plain_name(name).upper()
    return any(word in upper for word in COMPANY_WORDS)


class Companies:
    """Party keys by name."""

    def __init__(self, names: Iterable[str]) -> None:
        spelt: dict[str, str] = {}
        for name in sorted(set(names)):
            spelt.setdefault(plain_name(name), name)
        self._keys = {plain: key for key, plain in enumerate(sorted(spelt), 1)}
        self.names = {key: spelt[plain] for plain, key in self._keys.items()}

    def key(self, name: str | None) -> int | None:
        """The party key of a name."""
        return self._keys.get(plain_name(name)) if name else None

    def keys(self, array: pa.Array) -> pa.Array:
        """Party keys of a column of names."""
        kinds, rows = distinct([array])
        found = np.array([self.key(name) or 0 for (name,) in rows] or [0], np.int32)[kinds]
        return pa.array(found, KEY, mask=found == 0)


def teams(table: pa.Table) -> pa.Array:
    """Team keys: one per team name and site, in the order of site and name."""
    kinds, rows = distinct([column(table, "project_key", KEY), texts(table, "team")])
    named = sorted({row for row in rows if row[1] is not None})
    number = {row: key for key, row in enumerate(named, 1)}
    found = np.array([number.get(row, 0) for row in rows] or [0], np.int32)[kinds]
    return pa.array(found, KEY, mask=found == 0)
