"""Hashes of ranges of a stored log, from whole blocks where they stand, else from the leaves.

A leaf's hash is always computed anew from the stored text (one flipped bit in a stored hash must
never be signed), and blocks prove themselves: a root made of them is compared with a signed one.
"""

from __future__ import annotations

from itertools import pairwise

from huxin.kernel.texts import message
from huxin.trail.errors import Damaged
from huxin.trail.leaf import leaf_hash
from huxin.trail.models import Block, Entry
from huxin.trail.tree import Frontier, root_of

__all__ = ["BLOCK", "Nodes"]

BLOCK = 256
BATCH = 64 * BLOCK


class Nodes:
    """The hashes of one year's log. With `anew`, stored blocks are not used but made again."""

    def __init__(self, year: int, *, anew: bool = False) -> None:
        self.year = year
        self.blocks: list[bytes] = []
        self._leaves: dict[int, list[bytes]] = {}
        stored = Block.objects.filter(log=year).order_by("index").values_list("index", "hash")
        for index, hashed in [] if anew else stored:
            if index != len(self.blocks):
                break
            self.blocks.append(bytes(hashed))
        self.stored = len(self.blocks)

    def grow(self, size: int) -> None:
        """Make the blocks that `size` entries fill and that do not stand yet."""
        first = len(self.blocks) * BLOCK
        bounds = [*range(first, size - size % BLOCK, BATCH), size - size % BLOCK]
        for low, high in pairwise(bounds):
            leaves = self.leaves(low, high)
            self.blocks.extend(
                root_of(leaves[start : start + BLOCK]) for start in range(0, len(leaves), BLOCK)
            )

    def root(self, size: int) -> bytes:
        """The root over the first `size` entries."""
        return self.range(0, size)

    def range(self, low: int, high: int) -> bytes:
        """The hash over a range, as `tree.Ranges`."""
        frontier, at = Frontier(), low
        while at < high:
            index = at // BLOCK
            whole = at % BLOCK == 0 and at + BLOCK <= high and frontier.size % BLOCK == 0
            if whole and index < len(self.blocks):
                frontier.add(self.blocks[index], BLOCK)
                at += BLOCK
            else:
                until = min(high, (index + 1) * BLOCK)
                frontier.extend(self._of_block(index, until)[at % BLOCK :])
                at = until
        return frontier.root()

    def leaf(self, number: int) -> bytes:
        """The hash of one leaf."""
        return self._of_block(number // BLOCK, number + 1)[-1]

    def leaves(self, low: int, high: int) -> list[bytes]:
        """Leaf hashes from the stored text; raises Damaged at the first that does not fit."""
        rows = Entry.objects.filter(log=self.year, number__gte=low, number__lt=high)
        hashes, expected = list[bytes](), low
        for number, leaf, stored in (
            rows.order_by("number").values_list("number", "leaf", "leaf_hash").iterator()
        ):
            if number != expected:
                break
            hashed = leaf_hash(leaf)
            if hashed != bytes(stored):
                what = message("its hash is not the hash of its text.")
                raise Damaged(self.year, number, what)
            hashes.append(hashed)
            expected += 1
        if expected != high:
            raise Damaged(self.year, expected, message("it is missing."))
        return hashes

    def _of_block(self, index: int, until: int) -> list[bytes]:
        low = index * BLOCK
        found = self._leaves.get(index, [])
        if len(found) < until - low:
            found = self._leaves[index] = self.leaves(low, until)
        return found[: until - low]
