"""The Merkle tree of RFC 6962 (SHA-256): roots, inclusion and consistency proofs, their checks.

Pure. A proof asks for the hash of a range of leaves through `Ranges`, so that whoever stores whole
blocks of leaves does not have to read every leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

__all__ = [
    "EMPTY",
    "Frontier",
    "Ranges",
    "consistency",
    "inclusion",
    "is_consistent",
    "is_included",
    "node",
    "ranges_of",
    "root_of",
]

Ranges: TypeAlias = Callable[[int, int], bytes]
"""The hash of the leaves from `low` up to but not `high`; `low` < `high`."""
EMPTY = hashlib.sha256(b"").digest()
NODE = b"\x01"
RUN = 64


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node; its first byte keeps it apart from every leaf."""
    return hashlib.sha256(NODE + left + right).digest()


class Frontier:
    """The growing edge of a tree: at most one whole subtree of each height."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, hashed: bytes, leaves: int = 1) -> None:
        """Append a leaf, or a whole subtree of `leaves` (a power of two that divides the size)."""
        if leaves & (leaves - 1) or self.size % leaves:
            raise ValueError(f"a subtree of {leaves} leaves does not fit behind {self.size}")
        self.size += leaves
        while self._peaks and self._peaks[-1][0] == leaves:
            hashed = node(self._peaks.pop()[1], hashed)
            leaves *= 2
        self._peaks.append((leaves, hashed))

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Append many leaves; runs that fill whole subtrees are hashed level by level."""
        at, until = 0, len(leaves)
        while at < until:
            run = RUN if self.size % RUN == 0 and until - at >= RUN else 1
            self.add(_whole(leaves[at : at + run]), run)
            at += run

    def root(self) -> bytes:
        """The root over all that was added."""
        if not self._peaks:
            return EMPTY
        whole = self._peaks[-1][1]
        for _, hashed in reversed(self._peaks[:-1]):
            whole = node(hashed, whole)
        return whole


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over some leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def ranges_of(leaves: Sequence[bytes]) -> Ranges:
    """Hashes of ranges, from all leaf hashes in memory."""
    return lambda low, high: root_of(leaves[low:high])


def inclusion(number: int, size: int, ranges: Ranges) -> list[bytes]:
    """The path from leaf `number` up to the root over the first `size` leaves."""
    if not 0 <= number < size:
        raise ValueError(f"there is no leaf {number} among {size}")
    low, high, path = 0, size, list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if number < middle:
            path.append(ranges(middle, high))
            high = middle
        else:
            path.append(ranges(low, middle))
            low = middle
    return path[::-1]


def is_included(hashed: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` leads from a leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last = number, size - 1
    for each in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hashed = node(each, hashed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = node(hashed, each)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == root


def consistency(old: int, new: int, ranges: Ranges) -> list[bytes]:
    """The proof that the first `old` of `new` leaves are what they were; empty for equal sizes."""
    if not 0 < old <= new:
        raise ValueError(f"a log of {new} entries cannot continue one of {old}")
    low, high, proof, whole = 0, new, list[bytes](), True
    while high > old:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(ranges(middle, high))
            high = middle
        else:
            proof.append(ranges(low, middle))
            low, whole = middle, False
    if not whole:
        proof.append(ranges(low, high))
    return proof[::-1]


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the log with the new root begins with the log of the old (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and not proof
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node(each, was), node(each, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node(now, each)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _whole(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of leaves."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [hashlib.sha256(NODE + a + b).digest() for a, b in zip(pairs, pairs, strict=True)]
    return hashes[0]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
