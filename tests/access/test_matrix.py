"""The permission matrix, cell by cell, on the run's database; planted holes are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.db.models import Model, Q
from django.urls import URLPattern, URLResolver, get_resolver

from huxin.access import gate
from huxin.access.models import Account
from huxin.access.permissions import RELATIONS, Operation, Table, table
from huxin.registry.models import Enrolment, Project, Worker
from tests.access.matrix import Target, decision_cells, reach_cells
from tests.support.world import NOW, World, person_on_site

Recorder = Callable[[str, object], None]
PROBE = "test.matrix.probe"
FREE_OF_TABLE = ("/static/",)


@pytest.fixture
def target(world: World) -> Target:
    person_on_site(world, "road", at=NOW)
    return Target(
        path=world.regions["140923"].path,
        sector=world.projects["road"].sector,
        body=world.bodies["contractor"].pk,
        stranger_body=world.bodies["other_contractor"].pk,
        account=world.accounts["worker"].pk,
        stranger_account=world.accounts["banker"].pk,
    )


def rows(world: World) -> dict[type[Model], int]:
    """One row of each table that belongs to the road project and its one worker."""
    worker = Worker.objects.get(account=world.accounts["worker"])
    return {
        Project: world.projects["road"].pk,
        Worker: worker.pk,
        Enrolment: Enrolment.objects.get(worker=worker).pk,
    }


def probe(relation: str) -> Table:
    """The table with one more operation, allowed to one role by one relation only."""
    allowed = {"hrss": frozenset({relation})}
    operations = {**table().operations, PROBE: Operation(PROBE, "", "", allowed)}
    return replace(table(), operations=operations)


def wrong(cells: Iterator[tuple[str, bool, bool]]) -> tuple[list[str], int]:
    found, count = [], 0
    for name, expected, said in cells:
        count += 1
        if expected != said:
            found.append(f"{name}: expected {expected}")
    return found, count


def test_every_operation_role_and_position(target: Target, record_property: Recorder) -> None:
    found, count = wrong(decision_cells(table(), target))
    assert found == []
    record_property("count", f"permission decisions: {count:,} cells, all as the table says")
    assert count >= len(table().operations) * 60 * 40


def test_every_table_relation_and_position(
    world: World, target: Target, monkeypatch: pytest.MonkeyPatch, record_property: Recorder
) -> None:
    cells = 0
    for relation in RELATIONS:
        made = probe(relation)
        monkeypatch.setattr(gate, "table", lambda made=made: made)
        found, count = wrong(reach_cells(target, rows(world), PROBE, "hrss", relation))
        assert found == []
        cells += count
    assert cells >= 400
    record_property("count", f"rows within reach: {cells:,} cells, all as the relations mean")


def test_a_meaning_that_forgets_its_filter_is_found(
    world: World, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = probe("subtree")
    monkeypatch.setattr(gate, "table", lambda: made)
    meanings = dict(gate.relations_of(Project))
    meanings["subtree"] = lambda *_: Q()
    patched = dict(gate._MEANINGS)
    patched[Project] = meanings
    monkeypatch.setattr(gate, "_MEANINGS", patched)
    found, _ = wrong(reach_cells(target, rows(world), PROBE, "hrss", "subtree"))
    assert found


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
    found, _ = wrong(decision_cells(honest, target))
    assert any(each.startswith(f"{name} police") for each in found)


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


def test_a_worker_has_nothing_but_what_is_his_own(world: World, target: Target) -> None:
    actor = world.actor("worker")
    assert Account.objects.get(pk=target.account).kind == "worker"
    found = gate.visible(Project, "registry.project.view", actor=actor)
    assert [each.pk for each in found] == [world.projects["road"].pk]
