"""A planted bug: a consistency check that rebuilds the new root and never looks at the old one."""

from __future__ import annotations

from collections.abc import Sequence

from huxin.trail.tree import node


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    if not 0 < old <= new or not proof:
        return False
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last, now = old - 1, new - 1, steps[0]
    while at & 1:
        at, last = at >> 1, last >> 1
    for each in steps[1:]:
        now = node(each, now) if at & 1 or at == last else node(now, each)
        while (at & 1 or at == last) and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return now == new_root
