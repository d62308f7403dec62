"""The catalogue: one warning rule per file, found by its file name, listed by its id."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from huxin.rules.base import Rule

__all__ = ["RULES"]


def _rule(name: str) -> Rule:
    module = importlib.import_module(f"{__name__}.{name}")
    return Rule(
        spec=module.SPEC,
        page=inspect.cleandoc(module.__doc__ or ""),
        judge=module.judge,
        explain=module.explain,
    )


def _found() -> dict[str, Rule]:
    rules = [
        _rule(info.name) for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")
    ]
    found = {rule.spec.id: rule for rule in rules}
    if len(found) != len(rules):
        raise ImportError("two rule files carry the same id")
    return dict(sorted(found.items()))


RULES: dict[str, Rule] = _found()
