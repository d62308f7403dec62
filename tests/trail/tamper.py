"""Tamper harness: every way to change a stored log, and whether the check finds it and where.

The attacker owns the database: he can change any row and compute hashes, leaves and roots anew. He
has neither the installation's key file (ciphers, signatures) nor the witness folders.

    python -m tests.trail.tamper 10000
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from huxin.kernel.cipher import Cipher
from huxin.kernel.sign import Signer
from huxin.trail.check import Stored, StoredRow, Verdict, check, opener_of
from huxin.trail.heads import SignedHead, Witnessed, sign
from huxin.trail.leaf import ERASE, canonical, commitment, instant, leaf_hash, leaf_text
from huxin.trail.tree import root_of

YEAR = 2025
START = dt.datetime(2025, 3, 1, 1, 0, tzinfo=dt.UTC)
ENTRIES, HEADS = 40, (9, 16, 31, 40)
CIPHER = Cipher({"k1": b"k" * 32}, "k1")
SIGNER = Signer((b"s" * 32,))
HIS_CIPHER, HIS_SIGNER = Cipher({"k1": b"h" * 32}, "k1"), Signer((b"h" * 32,))
Verifier: TypeAlias = Callable[["Log"], Verdict]


@dataclass
class Row:
    """One stored entry with its opening."""

    number: int
    at: dt.datetime
    actor: str
    action: str
    object: str
    leaf: str = ""
    leaf_hash: bytes = b""
    salt: bytes | None = None
    sealed: bytes | None = None

    def stored(self) -> StoredRow:
        return (
            self.number, instant(self.at), self.actor, self.action, self.object, self.leaf,
            self.leaf_hash, self.salt, self.sealed,
        )  # fmt: skip


@dataclass
class Log:
    """A whole stored log that an attacker can change."""

    rows: list[Row]
    size: int
    heads: list[SignedHead]
    witness: list[SignedHead]

    @property
    def erased(self) -> dict[str, tuple[int, int]]:
        return {row.object: (YEAR, row.number) for row in self.rows if row.action == ERASE}

    def stored(self) -> Stored:
        rows = sorted(self.rows, key=lambda row: row.number)
        return Stored(
            YEAR, self.size, [row.stored() for row in rows], tuple(self.heads),
            (Witnessed("witness", tuple(self.witness)),), self.erased,
        )  # fmt: skip

    def copy(self) -> Log:
        rows = [dataclasses.replace(row) for row in self.rows]
        return Log(rows, self.size, [*self.heads], [*self.witness])


def seal(row: Row, rng: random.Random, cipher: Cipher, values: str) -> None:
    """Give an entry its opening, its leaf and its hash."""
    row.salt = rng.randbytes(16)
    relabel(row, commitment(row.salt, values))
    row.sealed = cipher.seal(values.encode(), bound_to=row.leaf.encode())


def relabel(row: Row, bound: str) -> None:
    row.leaf = leaf_text(
        year=YEAR, number=row.number, at=row.at, actor=row.actor, action=row.action,
        subject=row.object, bound=bound,
    )  # fmt: skip
    row.leaf_hash = leaf_hash(row.leaf)


def bound_of(row: Row) -> str:
    return row.leaf.partition('"commitment":"')[2][:64]


def make(seed: int) -> Log:
    """A sound log: forty entries on ten objects, two of them erased, under four heads."""
    rng = random.Random(seed)  # noqa: S311 -- mutations, not secrets
    rows, heads = list[Row](), list[SignedHead]()
    for number in range(ENTRIES):
        subject = f"registry.worker:{rng.randrange(10)}"
        at = START + dt.timedelta(minutes=number, microseconds=rng.randrange(10**6))
        rows.append(
            Row(number, at, f"account:{rng.randrange(5)}", "registry.worker.enrol", subject)
        )
    erased = {}
    for number, subject in ((ENTRIES - 2, rows[3].object), (ENTRIES - 1, rows[8].object)):
        rows[number].action, rows[number].object = ERASE, subject
        erased[subject] = (YEAR, number)
    for row in rows:
        seal(row, rng, CIPHER, canonical({"after": {"name": rng.random().hex()}}))
        if row.action != ERASE and row.number < erased.get(row.object, (0, 0))[1]:
            row.salt = row.sealed = None
        if row.number + 1 in HEADS:
            root = root_of([each.leaf_hash for each in rows[: row.number + 1]])
            heads.append(sign(year=YEAR, size=row.number + 1, root=root, now=row.at, signer=SIGNER))
    return Log(rows, len(rows), heads, [*heads])


def recompute(log: Log, rng: random.Random) -> None:
    """What the owner of the database does after a change: numbers, leaves, hashes, size, roots."""
    for number, row in enumerate(log.rows):
        row.number = number
        relabel(row, bound_of(row))
    log.size = len(log.rows)
    hashes = [row.leaf_hash for row in log.rows]
    his = [head for head in log.heads if head.size <= log.size]
    log.heads = [dataclasses.replace(head, root=root_of(hashes[: head.size])) for head in his]


# Each change returns the number of the first entry that is no longer what was sealed.
def edit(log: Log, rng: random.Random) -> int:
    row = rng.choice(log.rows)
    before = dataclasses.replace(row)
    what = rng.choice(("actor", "action", "object", "at", "leaf", "leaf_hash"))
    if what == "at":
        row.at += dt.timedelta(microseconds=rng.choice((-1, 1, 10**7)))
    elif what == "leaf_hash":
        flipped = bytearray(row.leaf_hash)
        flipped[rng.randrange(32)] ^= 1 << rng.randrange(8)
        row.leaf_hash = bytes(flipped)
    elif what == "leaf":
        at = rng.randrange(len(row.leaf))
        row.leaf = row.leaf[:at] + rng.choice('0aZ 張"') + row.leaf[at + 1 :]
    else:
        setattr(row, what, getattr(row, what) + rng.choice(("0", "x", '"')))
    return edit(log, rng) if row == before else row.number


def edit_text(log: Log, rng: random.Random) -> int:
    """Column, leaf and hash of one entry together, and what it commits to."""
    row = rng.choice(log.rows)
    row.actor = f"account:{rng.randrange(100, 200)}"
    if rng.random() < 0.5 and row.salt is not None:
        seal(row, rng, HIS_CIPHER, canonical({"after": {"name": "forged"}}))
    else:
        relabel(row, bound_of(row))
    return row.number


def delete(log: Log, rng: random.Random) -> int:
    return log.rows.pop(rng.randrange(len(log.rows))).number


def insert(log: Log, rng: random.Random) -> int:
    at = rng.randrange(len(log.rows))
    row = dataclasses.replace(log.rows[at], actor="account:77", action="registry.worker.leave")
    seal(row, rng, HIS_CIPHER, canonical({"after": {}}))
    if rng.random() < 0.3:
        row.salt = row.sealed = None
        row.object = "registry.worker:99"
        relabel(row, bound_of(row))
    log.rows.insert(at, row)
    return at


def reorder(log: Log, rng: random.Random) -> int:
    one, other = sorted(rng.sample(range(len(log.rows)), 2))
    log.rows[one], log.rows[other] = log.rows[other], log.rows[one]
    log.rows[one].number, log.rows[other].number = one, other
    return one


def truncate(log: Log, rng: random.Random) -> int:
    at = rng.randrange(len(log.rows))
    del log.rows[at:]
    return at


def duplicate(log: Log, rng: random.Random) -> int:
    at = rng.randrange(len(log.rows))
    log.rows.insert(at + 1, dataclasses.replace(log.rows[at]))
    return at


def duplicate_after(log: Log, rng: random.Random) -> int:
    return duplicate(log, rng) + 1


def swap(*what: str) -> Callable[[Log, random.Random], int]:
    """Exchange parts of the openings of two entries."""

    def swapped(log: Log, rng: random.Random) -> int:
        one, other = sorted(
            rng.sample([row for row in log.rows if row.salt], 2), key=lambda row: row.number
        )
        for each in what:
            mine, theirs = getattr(one, each), getattr(other, each)
            setattr(one, each, theirs)
            setattr(other, each, mine)
        return one.number

    return swapped


def forge_opening(log: Log, rng: random.Random) -> int:
    row = rng.choice([row for row in log.rows if row.salt])
    row.sealed = HIS_CIPHER.seal(b'{"after":{}}', bound_to=row.leaf.encode())
    return row.number


def drop_opening(log: Log, rng: random.Random) -> int:
    """A destroyed opening that no erasure stands for."""
    open_rows = [row for row in log.rows if row.salt and row.object not in log.erased]
    row = rng.choice(open_rows)
    row.salt = row.sealed = None
    return row.number


def _head(log: Log, rng: random.Random, **changes: object) -> int:
    at = rng.randrange(len(log.heads))
    log.heads[at] = dataclasses.replace(log.heads[at], **changes)  # type: ignore[arg-type]
    return -1


def forge_root(log: Log, rng: random.Random) -> int:
    return _head(log, rng, root=rng.randbytes(32))


def forge_signature(log: Log, rng: random.Random) -> int:
    return _head(log, rng, signature=rng.randbytes(64))


def foreign_key(log: Log, rng: random.Random) -> int:
    """A head that he signed with a key of his own, under our key's name or his."""
    at = rng.randrange(len(log.heads))
    head = dataclasses.replace(
        log.heads[at], key=rng.choice((SIGNER.public.name, HIS_SIGNER.public.name))
    )
    signature = HIS_SIGNER.sign(head.text.encode())
    log.heads[at] = dataclasses.replace(head, signature=signature)
    return -1


def drop_head(log: Log, rng: random.Random) -> int:
    del log.heads[rng.randrange(len(log.heads) - 1)]
    return -1


def drop_witness(log: Log, rng: random.Random) -> int:
    del log.witness[rng.randrange(len(log.witness))]
    return -1


Change: TypeAlias = "tuple[Callable[[Log, random.Random], int], bool]"
CLASSES: dict[str, Change] = {
    "edit": (edit, False),
    "edit text": (edit_text, False),
    "edit, recompute": (edit_text, True),
    "delete": (delete, False),
    "delete, recompute": (delete, True),
    "insert": (insert, False),
    "insert, recompute": (insert, True),
    "reorder": (reorder, False),
    "reorder, recompute": (reorder, True),
    "truncate": (truncate, False),
    "truncate, recompute": (truncate, True),
    "duplicate": (duplicate, False),
    "duplicate, recompute": (duplicate_after, True),
    "swap salts": (swap("salt"), False),
    "swap values": (swap("sealed"), False),
    "swap openings": (swap("salt", "sealed"), False),
    "forge an opening": (forge_opening, False),
    "drop an opening": (drop_opening, False),
    "forge a root": (forge_root, False),
    "forge a signature": (forge_signature, False),
    "foreign key": (foreign_key, False),
    "drop a head": (drop_head, False),
    "drop a witness": (drop_witness, False),
}


@dataclass
class Score:
    """Of one class: how many changes were made, found, and located where they are."""

    made: int = 0
    found: int = 0
    located: int = 0


def whole(log: Log) -> Verdict:
    """The check as it is."""
    return check(log.stored(), keys=SIGNER.known, opener=opener_of(CIPHER))


def database_only(log: Log) -> Verdict:
    """The planted bug: it believes what the database says of itself."""
    alone = dataclasses.replace(log.stored(), heads=(), witnesses=())
    return check(alone, keys=SIGNER.known, opener=None)


def mutants(count: int, seed: int) -> Iterator[tuple[str, int, Log]]:
    """(class, first wrong entry, changed log), every class in turn."""
    rng = random.Random(seed)  # noqa: S311 -- mutations, not secrets
    sound = [make(seed * 100 + each) for each in range(20)]
    names = list(CLASSES)
    for turn in range(count):
        name = names[turn % len(names)]
        change, then = CLASSES[name]
        log = rng.choice(sound).copy()
        truth = change(log, rng)
        if then:
            recompute(log, rng)
        yield name, truth, log


def is_located(verdict: Verdict, truth: int) -> bool:
    """Named exactly, or (where the opening is erased) between the two heads around it."""
    first = verdict.first
    if first is None:
        return False
    if truth < 0:
        return True
    if first.until is None:
        return first.number == truth
    return first.number <= truth < first.until


def scores(count: int, *, seed: int = 1, verifier: Verifier = whole) -> dict[str, Score]:
    """Change `count` logs and let the verifier look at each."""
    found = {name: Score() for name in CLASSES}
    for name, truth, log in mutants(count, seed):
        verdict, score = verifier(log), found[name]
        score.made += 1
        score.found += not verdict.is_sound
        score.located += is_located(verdict, truth)
    return found


def main(count: int, seed: int) -> int:
    real, planted = scores(count, seed=seed), scores(count, seed=seed, verifier=database_only)
    say = sys.stdout.write
    say(
        f"seed {seed}: {'class':24}{'made':>8}{'found':>8}{'located':>9}{'planted bug found':>19}\n"
    )
    for name, score in real.items():
        say(f"  {name:31}{score.made:>8}{score.found:>8}{score.located:>9}")
        say(f"{planted[name].found:>13}\n")
    lost = sum(score.made - min(score.found, score.located) for score in real.values())
    blind = sum(score.found == 0 for score in planted.values())
    say(f"{count} mutations, {lost} not found or not located; ")
    say(f"the planted bug is blind to {blind} of {len(CLASSES)} classes\n")
    return 1 if lost or not blind else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, 1))
