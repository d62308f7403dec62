"""Histories, openings, erasure and proofs: who may, what is entered, what remains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huxin.access.actor import system
from huxin.access.change import change, name_of
from huxin.access.errors import NoReason, NotFound, Refused
from huxin.access.guard import unguarded
from huxin.access.history import erase, history, open_step, proof_of, proofs, who_looked
from huxin.access.models import Reveal
from huxin.registry.models import Project
from huxin.trail import queries
from huxin.trail.models import Entry, Opening
from tests.support.world import NOW, World, person_on_site
from tests.trail.standalone import verifier
from tests.trail.test_heads import audit, own, seal

NAME, REASON = "代县北环路改造工程二标段", "核对项目名称"
RENAME = "registry.project.rename"


@pytest.fixture
def road(world: World) -> Project:
    """A project that an inspector renamed."""
    row = world.projects["road"]
    with change("access.installation.seed", actor=world.actor("inspector"), now=NOW) as doing:
        before, row.name = row.name, NAME
        row.save(update_fields=["name"])
        doing.note(row, before={"name": before}, after={"name": NAME}, action=RENAME)
    return row


def test_those_who_may_see_who_did_what_when(world: World, road: Project, tmp_path: Path) -> None:
    found = history(road, actor=world.actor("office_clerk"))
    (step,) = found.steps
    inspector = f"account:{world.accounts['inspector'].pk}"
    assert (step.actor, step.action, step.at) == (inspector, RENAME, NOW)
    assert found.units == {inspector: ("代县劳动保障监察大队",)}
    assert (step.is_sealed, step.is_open, found.may_open) == (False, True, False)
    seal(tmp_path)
    found = history(road, actor=world.actor("inspector"))
    assert (found.steps[0].is_sealed, found.may_open) == (True, True)
    assert NAME not in str(found)


@pytest.mark.parametrize("who", ["other_inspector", "contractor_clerk", "administrator"])
def test_others_see_no_history(world: World, road: Project, who: str) -> None:
    for ask in (
        lambda actor: history(road, actor=actor),
        lambda actor: proof_of(road, 2025, 1, actor=actor),
        lambda actor: open_step(road, 2025, 1, reason=REASON, actor=actor, now=NOW),
        lambda actor: who_looked(road, actor=actor),
    ):
        with pytest.raises((NotFound, KeyError)):
            ask(world.actor(who))
    with pytest.raises(Refused):
        proofs(name_of(road), actor=world.actor(who), now=NOW)
    with pytest.raises(Refused):
        erase([name_of(road)], reason=REASON, actor=world.actor(who), now=NOW)


def test_a_history_is_a_constant_number_of_queries(
    world: World, road: Project, django_assert_num_queries: Any
) -> None:
    actor = world.actor("inspector")
    with django_assert_num_queries(4):
        history(road, actor=actor)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        for each in range(30):
            doing.note(road, after={"each": each})
    with django_assert_num_queries(4):
        assert len(history(road, actor=actor).steps) == 31


def test_opening_values_is_entered(world: World, road: Project) -> None:
    (step,) = history(road, actor=world.actor("inspector")).steps
    actor = world.actor("inspector")
    values = open_step(road, step.year, step.number, reason=REASON, actor=actor, now=NOW)
    assert values["after"] == {"name": NAME}
    reveal = Reveal.objects.get()
    assert (reveal.object, reveal.fields, reveal.reason) == (name_of(road), [step.name], REASON)
    newest = history(road, actor=actor).steps[0]
    assert (newest.action, newest.actor) == ("trail.history.open", actor.name)
    with pytest.raises(NotFound):
        open_step(world.projects["dam"], 2025, step.number, reason=REASON, actor=actor, now=NOW)


def test_values_are_not_opened_without_a_reason(world: World, road: Project) -> None:
    (step,) = history(road, actor=world.actor("inspector")).steps
    with pytest.raises(NoReason):
        open_step(road, step.year, step.number, reason=" ", actor=world.actor("inspector"), now=NOW)
    assert not Reveal.objects.exists()
    assert len(history(road, actor=world.actor("inspector")).steps) == 1


def test_a_worker_sees_who_looked(world: World, road: Project) -> None:
    worker = person_on_site(world, "road", at=NOW)
    number = Entry.objects.get(object=name_of(worker)).number
    open_step(worker, 2025, number, reason=REASON, actor=world.actor("inspector"), now=NOW)
    (look,) = who_looked(worker, actor=world.actor("worker")).steps
    assert look.action == "trail.history.open"
    stay = worker.enrolments.get()
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        doing.note(stay, after={"team": "木工班"})
    number = Entry.objects.get(object=name_of(stay)).number
    open_step(stay, 2025, number, reason=REASON, actor=world.actor("inspector"), now=NOW)
    assert len(who_looked(worker, actor=world.actor("worker")).steps) == 2
    with pytest.raises(NotFound):
        who_looked(worker, actor=world.actor("other_inspector"))


def test_a_proof_proves_its_entry_and_nothing_else(
    world: World, road: Project, tmp_path: Path
) -> None:
    seal(tmp_path)
    key, held = own().signer.public.content, {
        each["head"] for each in verifier.lines_in(tmp_path / "heads-2025.jsonl")
    }  # fmt: skip
    (step,) = history(road, actor=world.actor("inspector")).steps
    plain = proof_of(road, step.year, step.number, actor=world.actor("inspector"))
    assert "values" not in plain
    (full,) = proofs(name_of(road), actor=system("operator"), now=NOW, reason=REASON)
    assert json.loads(full["values"])["after"] == {"name": NAME}
    for shown in (plain, full):
        assert verifier.check_proof(shown, key, held) == []
        assert verifier.check_proof(shown, key, set()) == ["not_held"]
        assert verifier.check_proof(shown, b"\0" * 32, held) == ["signature"]
        path = {**shown, "path": shown["path"][1:]}
        assert verifier.check_proof(path, key, held) == ["path"]
        leaf = {**shown, "leaf": shown["leaf"].replace("project.rename", "project.sell")}
        assert verifier.check_proof(leaf, key, held) == ["path"]
    other = {**full, "values": full["values"].replace(NAME, "别的项目")}
    assert verifier.check_proof(other, key, held) == ["values"]
    assert history(road, actor=world.actor("inspector")).steps[0].action == "trail.history.open"
    with pytest.raises(NotFound):
        proof_of(world.projects["dam"], 2025, step.number, actor=world.actor("inspector"))


def test_what_was_erased_is_gone_and_the_log_is_valid(
    world: World, road: Project, tmp_path: Path
) -> None:
    seal(tmp_path)
    (step,) = history(road, actor=world.actor("inspector")).steps
    openings = Opening.objects.count()
    assert erase([name_of(road)], reason="个人信息删除", actor=system("rights"), now=NOW) == 1
    assert Opening.objects.count() == openings  # one went, the erasure's own came
    seal(tmp_path)
    found = audit(tmp_path)
    assert found.is_sound
    assert found.verdicts[0].erased == 1
    actor = world.actor("inspector")
    assert open_step(road, step.year, step.number, reason=REASON, actor=actor, now=NOW) == {}
    shown = proof_of(road, step.year, step.number, actor=actor)
    assert verifier.check_proof(shown, own().signer.public.content, None) == []


def test_the_database_refuses_to_change_the_trail(world: World, tmp_path: Path) -> None:
    seal(tmp_path)
    for statement in (
        "UPDATE trail_entry SET actor = 'x'",
        "DELETE FROM trail_entry",
        "UPDATE trail_opening SET salt = sealed",
        "DELETE FROM trail_opening",
        "UPDATE trail_head SET size = 1",
        "DELETE FROM trail_head",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            unguarded(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert audit(tmp_path).is_sound


def test_an_export_is_checked_without_us(world: World, road: Project, tmp_path: Path) -> None:
    seal(tmp_path / "w")
    lines = list(queries.export(2025, keys=own().signer.known, witnesses=[tmp_path / "w"]))
    key = own().signer.public.content
    assert verifier.check_log(lines, key)[1] == []
    assert NAME not in "".join(lines)
    bad = [line.replace("system:seed", "system:nobody") for line in lines]
    assert {kind for kind, _, _ in verifier.check_log(bad, key)[1]} >= {"hash", "root"}
    assert {kind for kind, _, _ in verifier.check_log(lines, b"\0" * 32)[1]} == {"signature"}
