"""Making heads: look at what was sealed before, hash what is new, sign, keep it elsewhere, store.

In this order on purpose. A crash after a witness was written leaves a head that the database does
not have; the next run checks it against the log and takes it in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from huxin.kernel.sign import Signer
from huxin.kernel.texts import message
from huxin.trail.errors import Damaged, NoWitness
from huxin.trail.heads import SignedHead, keep, read_witness, sign
from huxin.trail.models import Block, Head, Log
from huxin.trail.nodes import Nodes

__all__ = ["make_head", "make_heads"]


def make_heads(*, now: dt.datetime, signer: Signer, witnesses: Sequence[Path]) -> list[SignedHead]:
    """A head for every log that has entries, made only where there is something new."""
    years = list(Log.objects.filter(size__gt=0).order_by("year").values_list("year", flat=True))
    return [make_head(each, now=now, signer=signer, witnesses=witnesses) for each in years]


def make_head(
    year: int, *, now: dt.datetime, signer: Signer, witnesses: Sequence[Path]
) -> SignedHead:
    """The head over everything that the log of a year holds now, held by at least one witness.

    Raises Damaged where the log is not what was sealed, NoWitness where no folder can be written.
    """
    size = Log.objects.get(year=year).size
    sealed = _sealed(year, signer, witnesses)
    if sealed and sealed[-1].size > size:
        raise Damaged(year, size, message("entries that were sealed are missing."))
    nodes = _trusted(year, sealed)
    nodes.grow(size)
    head = next((each for each in sealed if each.size == size), None) or sign(
        year=year, size=size, root=nodes.root(size), now=now, signer=signer
    )
    holding = keep(head, witnesses)
    if not holding:
        raise NoWitness(tuple(str(folder) for folder in witnesses))
    _store(head, holding, nodes)
    return head


def _sealed(year: int, signer: Signer, witnesses: Sequence[Path]) -> list[SignedHead]:
    """The newest head of the database and of each witness, the largest last."""
    found = [head for each in witnesses if (head := _newest(each, year)) is not None]
    stored = Head.objects.filter(log=year).order_by("-size").first()
    if stored is not None:
        found.append(stored.signed)
    for each in found:
        if not each.is_signed(signer.known):
            raise Damaged(year, each.size, message("the head over it has no valid signature."))
    return sorted(found, key=lambda head: head.size)


def _newest(folder: Path, year: int) -> SignedHead | None:
    try:
        return read_witness(folder, year).newest
    except OSError:
        return None


def _trusted(year: int, sealed: Sequence[SignedHead]) -> Nodes:
    """Hashes that lead to every sealed root; blocks that do not are made anew from the leaves."""
    nodes = Nodes(year)
    if any(nodes.root(each.size) != each.root for each in sealed):
        nodes = Nodes(year, anew=True)
    for each in sealed:
        if nodes.root(each.size) != each.root:
            what = message("what stands before it is not what was sealed.")
            raise Damaged(year, each.size, what)
    return nodes


def _store(head: SignedHead, holding: list[str], nodes: Nodes) -> None:
    fresh = [
        Block(log_id=head.year, index=index, hash=hashed)
        for index, hashed in enumerate(nodes.blocks)
        if index >= nodes.stored
    ]
    with transaction.atomic():
        Block.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["log", "index"], update_fields=["hash"]
        )
        Head.objects.get_or_create(
            log_id=head.year,
            size=head.size,
            defaults={
                "root": head.root,
                "at": dt.datetime.fromisoformat(head.at),
                "suite": head.suite,
                "key": head.key,
                "signature": head.signature,
                "witnesses": holding,
            },
        )
