"""What stands on record is put right, ended or decided with a reason only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.registry.actions.contracts import end_contract
from huxin.registry.actions.enrolment import Amendment, amend
from huxin.registry.actions.workers import correct_name
from huxin.registry.errors.people import UnreasonedError
from tests.support.world import NOW

SEED: dict[str, Any] = {"actor": system("seed"), "now": NOW}
UNREASONED: list[Callable[[], object]] = [
    lambda: end_contract(1, to_on=NOW.date(), reason=" ", **SEED),
    lambda: amend(1, Amendment(), reason="", **SEED),
    lambda: correct_name(1, name="王五", reason="", **SEED),
]


@pytest.mark.parametrize("change", UNREASONED)
def test_nothing_is_changed_without_a_reason(change: Callable[[], object]) -> None:
    with pytest.raises(UnreasonedError):
        change()
