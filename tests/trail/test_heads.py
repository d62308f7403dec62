"""Heads: what is signed was looked at, and stands elsewhere before it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.guard import unguarded
from huxin.kernel.installation import Installation
from huxin.trail import queries
from huxin.trail.actions import heads as actions
from huxin.trail.actions import make_head, make_heads
from huxin.trail.append_only import arm, disarm
from huxin.trail.check import Fault
from huxin.trail.errors import Damaged, NothingToProve, NotSealed, NoWitness
from huxin.trail.heads import SignedHead, read_witness
from huxin.trail.leaf import leaf_hash
from huxin.trail.models import Block, Entry, Head, Log
from huxin.trail.tree import is_consistent, root_of
from tests.support.world import NOW, World
from tests.trail.standalone import verifier

YEAR = 2025
POSTGRES_ODD = {
    "number": "99", "at": "'infinity'", "leaf": "'x'", "leaf_hash": "'\\x00'", "actor": "''",
}  # fmt: skip


def own() -> Installation:
    found: Installation = settings.INSTALLATION
    return found


def enter(count: int, *, now: dt.datetime = NOW) -> None:
    with change("access.installation.seed", actor=system("test"), now=now) as doing:
        for each in range(count):
            doing.note(f"test.thing:{each % 7}", after={"each": each})


def seal(*witnesses: Path) -> SignedHead:
    return make_head(YEAR, now=NOW, signer=own().signer, witnesses=witnesses)


def audit(*witnesses: Path) -> queries.Audit:
    return queries.verify(keys=own().signer.known, witnesses=witnesses, cipher=own().cipher)


def blocks() -> list[bytes]:
    return [bytes(each.hash) for each in Block.objects.order_by("index")]


@contextmanager
def as_owner_of_the_database() -> Iterator[Callable[..., Any]]:
    """Any change, past the platform and past the triggers."""
    disarm(connection)
    with unguarded(), connection.cursor() as cursor:
        yield cursor.execute
    arm(connection)


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    return tmp_path / "witness"


def test_a_head_is_the_root_over_everything(world: World, witness: Path) -> None:
    enter(300)
    head = seal(witness)
    hashes = [bytes(each) for each in Entry.objects.values_list("leaf_hash", flat=True)]
    assert (head.size, head.root) == (len(hashes), root_of(hashes))
    assert head.is_signed(own().signer.known)
    assert read_witness(witness, YEAR).heads == (head,)
    assert Head.objects.get().signed == head
    assert Block.objects.count() == len(hashes) // 256
    assert audit(witness).is_sound


def test_heads_grow_and_each_continues_the_other(world: World, witness: Path) -> None:
    made = []
    for more in (5, 250, 1, 300):
        enter(more)
        made.append(seal(witness))
        assert seal(witness) == made[-1]
    assert read_witness(witness, YEAR).heads == tuple(made)
    for old in made[:-1]:
        shown = queries.continues(YEAR, old.size, keys=own().signer.known)
        path = [bytes.fromhex(each) for each in shown["path"]]
        assert is_consistent(old.size, old.root, made[-1].size, made[-1].root, path)
        assert verifier.check_heads(shown, own().signer.public.content, None) == []
        bad = {**shown, "path": shown["path"][:-1]}
        assert verifier.check_heads(bad, own().signer.public.content, None) == ["path"]
    with pytest.raises(NothingToProve):
        queries.continues(YEAR, 3, keys=own().signer.known)


def test_every_year_has_its_log(world: World, witness: Path) -> None:
    enter(3, now=dt.datetime(2025, 12, 31, 15, 59, tzinfo=dt.UTC))
    enter(2, now=dt.datetime(2025, 12, 31, 16, 0, tzinfo=dt.UTC))
    made = make_heads(now=NOW, signer=own().signer, witnesses=[witness])
    sizes = [(log.year, log.size) for log in Log.objects.order_by("year")]
    assert [(head.year, head.size) for head in made] == sizes
    assert sizes[1] == (2026, 2)
    assert [verdict.year for verdict in audit(witness).verdicts] == [2025, 2026]
    assert audit(witness).is_sound


def test_without_any_witness_there_is_no_head(world: World, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(NoWitness):
        seal(blocked)
    assert not Head.objects.exists()
    good = tmp_path / "good"
    assert Head.objects.filter(size=seal(blocked, good).size).get().witnesses == [str(good)]
    assert audit(good, blocked).unread == (str(blocked),)


def test_a_witness_that_was_away_is_filled_up(world: World, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first = seal(here)
    assert seal(here, there) == first
    assert read_witness(there, YEAR).heads == (first,)


def test_a_torn_last_line_was_never_acknowledged(world: World, witness: Path) -> None:
    first = seal(witness)
    with (witness / f"heads-{YEAR}.jsonl").open("a") as file:
        file.write('{"head":"{')
    assert audit(witness).is_sound
    enter(1)
    assert read_witness(witness, YEAR).heads == (first,)
    second = seal(witness)
    assert read_witness(witness, YEAR) == (
        type(read_witness(witness, YEAR))(str(witness), (first, second))
    )


def test_a_crash_between_witness_and_database_heals(
    world: World, witness: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_store", crash)
        with pytest.raises(KeyboardInterrupt):
            seal(witness)
    (kept,) = read_witness(witness, YEAR).heads
    assert not Head.objects.exists()
    assert audit(witness).is_sound
    assert seal(witness) == kept == Head.objects.get().signed


def test_one_flipped_bit_is_never_signed(world: World, witness: Path) -> None:
    enter(20)
    number = 11
    with as_owner_of_the_database() as execute:
        flipped = bytearray(Entry.objects.get(number=number).leaf_hash)
        flipped[5] ^= 1
        execute("UPDATE trail_entry SET leaf_hash = %s WHERE number = 11", [bytes(flipped)])
    with pytest.raises(Damaged) as caught:
        seal(witness)
    assert (caught.value.year, caught.value.number) == (YEAR, number)
    assert not Head.objects.exists()
    assert not witness.exists()
    (verdict,) = audit(witness).verdicts
    assert verdict.first is not None
    assert (verdict.first.fault, verdict.first.number) == (Fault.HASH, number)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM trail_opening", "no_opening"),
        ("UPDATE trail_entry SET actor = 'nobody' WHERE number = 4", "columns"),
        ("UPDATE trail_log SET size = size - 1", "size"),
        ("DELETE FROM trail_head", "no_head"),
        ("UPDATE trail_head SET root = leaf_hash FROM trail_entry WHERE number = 3", "signature"),
    ],
)  # fmt: skip
def test_the_owner_of_the_database_is_found_out(
    world: World, witness: Path, statement: str, fault: str
) -> None:
    enter(9)
    seal(witness)
    enter(9)
    seal(witness)
    with as_owner_of_the_database() as execute:
        if fault == "no_head":
            statement += " WHERE size < (SELECT max(size) FROM trail_head)"
        execute(statement)
    found = audit(witness)
    assert fault in {each.fault.value for each in found.problems}
    assert not found.is_sound


@pytest.mark.parametrize("column", ["number", "at", "leaf", "leaf_hash", "actor"])
def test_whatever_stands_in_a_column_is_a_finding(world: World, witness: Path, column: str) -> None:
    """SQLite keeps any kind of value in any column; PostgreSQL refuses what does not fit."""
    enter(3)
    seal(witness)
    odd = {"sqlite": "x'4142'", "postgresql": POSTGRES_ODD[column]}[connection.vendor]
    with as_owner_of_the_database() as execute:
        execute(f"UPDATE trail_entry SET {column} = {odd} WHERE number = 2")  # noqa: S608
    (verdict,) = audit(witness).verdicts
    assert verdict.first is not None
    assert verdict.first.number in (-1, 2)


def test_what_cannot_be_read_at_all_is_said(world: World, witness: Path) -> None:
    enter(3)
    seal(witness)
    with as_owner_of_the_database() as execute:
        if connection.vendor == "postgresql":  # does not let such text in
            with pytest.raises(DatabaseError), transaction.atomic():
                execute("UPDATE trail_entry SET actor = convert_from('\\xff', 'UTF8')")
            return
        execute("UPDATE trail_entry SET actor = CAST(x'ff' AS TEXT) WHERE number = 2")
    with pytest.raises(Damaged, match="cannot even be read"):
        audit(witness)


def test_a_log_that_lost_its_end_is_not_signed_again(world: World, witness: Path) -> None:
    enter(9)
    size = seal(witness).size
    with as_owner_of_the_database() as execute:
        execute("DELETE FROM trail_head")
        execute("UPDATE trail_log SET size = 4")
        execute("DELETE FROM trail_opening")
        execute("DELETE FROM trail_entry WHERE number >= 4")
    with pytest.raises(Damaged) as caught:
        seal(witness)
    assert caught.value.number == 4 < size


def test_what_was_sealed_and_rewritten_is_not_signed_again(world: World, witness: Path) -> None:
    enter(9)
    seal(witness)
    enter(1)
    entry = Entry.objects.get(number=5)
    leaf = entry.leaf.replace("system:test", "system:else")
    with as_owner_of_the_database() as execute:
        hashed = leaf_hash(leaf)
        execute("UPDATE trail_entry SET leaf = %s WHERE number = 5", [leaf])
        execute("UPDATE trail_entry SET leaf_hash = %s WHERE number = 5", [hashed])
    with pytest.raises(Damaged):
        seal(witness)


def test_a_spoilt_block_is_made_anew(world: World, witness: Path) -> None:
    enter(600)
    seal(witness)
    enter(1)
    good = blocks()
    Block.objects.filter(index=1).update(hash=b"\0" * 32)
    shown = queries.prove(YEAR, 17, keys=own().signer.known)
    assert verifier.check_proof(shown, own().signer.public.content, None) == []
    seal(witness)
    assert blocks() == good
    assert audit(witness).is_sound


def test_triggers_that_are_gone_are_said(world: World, witness: Path) -> None:
    seal(witness)
    disarm(connection)
    found = audit(witness)
    assert [each.fault for each in found.problems] == [Fault.UNGUARDED]
    arm(connection)
    assert audit(witness).is_sound


def test_what_is_younger_than_the_newest_head_is_not_proven(world: World, witness: Path) -> None:
    size = seal(witness).size
    enter(1)
    with pytest.raises(NotSealed):
        queries.prove(YEAR, size, keys=own().signer.known)
    with pytest.raises(NothingToProve):
        queries.prove(YEAR, size + 1, keys=own().signer.known)


def test_the_tail_after_the_newest_head_is_exposed(world: World, witness: Path) -> None:
    """What the trail does not promise: the interval between heads is the exposure window."""
    enter(9)
    size = seal(witness).size
    enter(1)
    with as_owner_of_the_database() as execute:
        execute("DELETE FROM trail_opening WHERE entry_id = (SELECT max(id) FROM trail_entry)")
        execute("DELETE FROM trail_entry WHERE number = %s", [size])
        execute("UPDATE trail_log SET size = %s", [size])
    assert audit(witness).is_sound
