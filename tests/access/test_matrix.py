"""The permission matrix, cell by cell, on the run's database; planted holes are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import pytest
from django.db import connection
from django.db.models import Model, Q
from django.urls import URLPattern, URLResolver, get_resolver

from huxin.access import gate
from huxin.access.models import Account, ApiKey
from huxin.access.permissions import RELATIONS, Operation, Table, table
from huxin.registry.models import Deposit, Project, Worker
from huxin.warnings import models as warnings
from tests.access.matrix import (
    Cell,
    Target,
    absent_cells,
    decision_cells,
    granted_cells,
    outside_cells,
    positions,
    reach_cells,
)
from tests.access.rows import Rows
from tests.support.world import World

Recorder = Callable[[str, object], None]
PROBE = "test.matrix.probe"
ROLE = "hrss"
FREE_OF_TABLE = ("/static/",)


@pytest.fixture
def rows(world: World) -> Rows:
    return Rows(world)


@pytest.fixture
def target(world: World, rows: Rows) -> Target:
    return Target(
        path=world.regions["140923"].path,
        sector=world.projects["road"].sector,
        body=world.bodies["contractor"].pk,
        stranger_body=world.bodies["other_contractor"].pk,
        account=rows.account.pk,
        stranger_account=world.accounts["banker"].pk,
        key=ApiKey.objects.get().key,
    )


def probe(relation: str) -> Table:
    """The table with one more operation, allowed to one role by one relation only."""
    allowed = {ROLE: frozenset({relation})}
    operations = {**table().operations, PROBE: Operation(PROBE, "", "", allowed)}
    return replace(table(), operations=operations)


def wrong(cells: Iterator[Cell]) -> tuple[list[str], int]:
    found, count = [], 0
    for name, expected, said in cells:
        count += 1
        if expected != said:
            found.append(f"{name}: expected {expected}")
    return found, count


def test_every_operation_role_and_position(target: Target, record_property: Recorder) -> None:
    found, count = wrong(chain(decision_cells(table(), target), outside_cells(table())))
    assert found == []
    record_property("count", f"permission decisions: {count:,} cells, all as the table says")
    assert count >= len(table().operations) * 60 * 40


def test_every_table_relation_and_position(
    rows: Rows, target: Target, monkeypatch: pytest.MonkeyPatch, record_property: Recorder
) -> None:
    keys, cells = rows.keys, 0
    for relation in RELATIONS:
        made = probe(relation)
        monkeypatch.setattr(gate, "table", lambda made=made: made)
        found, count = wrong(
            chain(
                reach_cells(target, keys, relation, PROBE, ROLE),
                absent_cells(keys, PROBE) if relation != "any" else (),
            )
        )
        assert found == []
        cells += count
    monkeypatch.undo()
    found, count = wrong(granted_cells(table(), target, Project, keys[Project]))
    assert found == []
    cells += count
    assert cells >= len(keys) * len(positions())
    record_property(
        "count",
        f"rows within reach on {connection.vendor}: {cells:,} cells of {len(keys)} tables,"
        " all as the relations mean",
    )


@pytest.mark.parametrize("model", [Project, Worker, warnings.Warning, Account])
def test_a_meaning_that_forgets_its_filter_is_found(
    model: type[Model], rows: Rows, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = probe("subtree")
    monkeypatch.setattr(gate, "table", lambda: made)
    patched = {**gate._MEANINGS, model: {**gate.relations_of(model), "subtree": lambda *_: Q()}}
    monkeypatch.setattr(gate, "_MEANINGS", patched)
    two = {each: rows.keys[each] for each in (model, Deposit)}
    found, _ = wrong(reach_cells(target, two, "subtree", PROBE, ROLE))
    assert found
    assert all(each.startswith(model.__name__) for each in found)


def test_an_operation_that_allows_too_much_is_found(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = table()
    name = "registry.project.view"
    allow = {**honest.operations[name].allow, "police": frozenset({"any"})}
    holed = replace(
        honest,
        operations={**honest.operations, name: replace(honest.operations[name], allow=allow)},
    )
    monkeypatch.setattr(gate, "table", lambda: holed)
    found, _ = wrong(decision_cells(honest, target, [name]))
    assert found
    assert all(each.startswith(f"{name} police") for each in found)


def test_a_gate_that_forgets_to_ask_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_meets", lambda *_: True)
    found, _ = wrong(outside_cells(table()))
    assert len(found) > 100


def addresses(
    resolver: URLResolver | None = None, prefix: str = "/"
) -> Iterator[tuple[str, object]]:
    """Every address with its view."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{prefix}{each.pattern}")
        elif isinstance(each, URLPattern):
            yield f"{prefix}{each.pattern}", each.callback


def unnamed(found: Iterator[tuple[str, object]]) -> list[str]:
    return [
        address
        for address, view in found
        if getattr(view, "operation", None) not in table().operations
        and not address.startswith(FREE_OF_TABLE)
    ]


def test_every_address_has_its_row_in_the_table() -> None:
    listed = list(addresses())
    assert len(listed) >= 14
    assert unnamed(iter(listed)) == []
    assert unnamed(iter([("/hole", object())])) == ["/hole"]


def test_a_worker_has_nothing_but_what_is_his_own(world: World, rows: Rows) -> None:
    actor = world.actor("worker")
    found = gate.visible(Project, "registry.project.view", actor=actor)
    assert [each.pk for each in found] == [world.projects["road"].pk]
    assert rows.account.kind == "worker"
