"""The tree against a naive oracle, and servers that lie against its checks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.trail import tree
from tests.trail.middle_skipped import is_consistent as careless

SIZES = st.integers(1, 70)


def leaves(count: int, story: str = "true") -> list[bytes]:
    return [hashlib.sha256(f"\0{story}{number}".encode()).digest() for number in range(count)]


def naive(hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it is written there."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\1" + naive(hashes[:split]) + naive(hashes[split:])).digest()


def test_the_roots_published_for_rfc_6962() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
              "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
    hashed = [hashlib.sha256(b"\0" + bytes.fromhex(each)).digest() for each in inputs]
    assert tree.root_of(()).hex().startswith("e3b0c44298fc1c14")
    assert tree.root_of(hashed[:1]).hex().startswith("6e340b9cffb37a98")
    assert tree.root_of(hashed[:3]).hex().startswith("aeb6bcfe274b70a1")
    assert tree.root_of(hashed).hex().startswith("5dc9da79a70659a9")


@given(st.integers(0, 300))
def test_the_root_is_the_naive_root(size: int) -> None:
    assert tree.root_of(leaves(size)) == naive(leaves(size))


@given(st.integers(0, 5), st.integers(0, 20))
def test_whole_subtrees_are_leaves_added_together(blocks: int, rest: int) -> None:
    hashes, frontier = leaves(blocks * 8 + rest), tree.Frontier()
    for block in range(blocks):
        frontier.add(naive(hashes[block * 8 : block * 8 + 8]), 8)
    for each in hashes[blocks * 8 :]:
        frontier.add(each)
    assert (frontier.size, frontier.root()) == (len(hashes), naive(hashes))


def test_a_subtree_that_does_not_fit_is_refused() -> None:
    frontier = tree.Frontier()
    frontier.add(leaves(1)[0])
    for wrong in (2, 3):
        with pytest.raises(ValueError, match="does not fit"):
            frontier.add(leaves(1)[0], wrong)


@given(SIZES, st.data())
def test_every_leaf_has_its_path_and_no_other(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    number = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion(number, size, tree.ranges_of(hashes)), naive(hashes)
    assert tree.is_included(hashes[number], number, size, path, root)
    other = data.draw(st.integers(0, size + 3).filter(lambda each: each != number))
    assert not tree.is_included(hashes[number], other, size, path, root)
    assert not tree.is_included(leaves(1, "false")[0], number, size, path, root)
    assert not tree.is_included(hashes[number], number, size, [*path, root], root)
    for cut in range(len(path)):
        assert not tree.is_included(
            hashes[number], number, size, path[:cut] + path[cut + 1 :], root
        )


def test_there_is_no_path_for_a_leaf_that_is_not_there() -> None:
    for number, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="no leaf"):
            tree.inclusion(number, size, tree.ranges_of(leaves(size)))


@given(SIZES, SIZES)
def test_a_log_that_grew_is_consistent(one: int, other: int) -> None:
    old, new = sorted((one, other))
    hashes = leaves(new)
    proof = tree.consistency(old, new, tree.ranges_of(hashes))
    assert tree.is_consistent(old, naive(hashes[:old]), new, naive(hashes), proof)


def liars(old: int, new: int) -> dict[str, tuple[int, bytes, int, bytes, list[bytes]]]:
    """What servers that changed the past show to the holder of the head (old, its root)."""
    held, forked = naive(leaves(old)), leaves(new)
    forked[old // 2] = leaves(1, "forked")[0]
    cut = leaves(old - 1) + leaves(new - old + 1, "regrown")
    true, fork = tree.ranges_of(leaves(new)), tree.ranges_of(forked)
    good = tree.consistency(old, new, true)
    return {
        "forked": (old, held, new, naive(forked), tree.consistency(old, new, fork)),
        "forked, true proof": (old, held, new, naive(forked), good),
        "stale": (new, naive(leaves(new)), old, held, good),
        "truncated": (old, held, new, naive(cut), tree.consistency(old, new, tree.ranges_of(cut))),
        "truncated, true proof": (old, held, new, naive(cut), good),
        "middle skipped": (
            old,
            held,
            new,
            naive(leaves(new)),
            good[: len(good) // 2] + good[len(good) // 2 + 1 :],
        ),
        "no proof": (old, held, new, naive(leaves(new)), []),
        "mixed segments": (old, naive(leaves(old, "2024")), new, naive(leaves(new)), good),
        "doubled": (old, held, new, naive(leaves(new)), [*good, good[-1]]),
    }


@given(st.integers(1, 40), st.integers(2, 40))
def test_no_liar_is_believed(old: int, more: int) -> None:
    for name, shown in liars(old, old + more).items():
        assert not tree.is_consistent(*shown), name


def test_a_check_that_skips_the_middle_is_caught() -> None:
    """The planted bug: what only rebuilds the new root believes a fork of the past (immudb)."""
    shown = [shown for old in range(2, 20) for shown in liars(old, old + 5).values()]
    assert any(careless(*each) for each in shown)
    assert not any(tree.is_consistent(*each) for each in shown)


def test_a_log_does_not_shrink() -> None:
    for old, new in ((0, 4), (5, 4)):
        with pytest.raises(ValueError, match="cannot continue"):
            tree.consistency(old, new, tree.ranges_of(leaves(4)))
        assert not tree.is_consistent(old, tree.EMPTY, new, naive(leaves(new)), [])
