"""What leaves the house to be checked by strangers: proofs, and whole logs as JSON lines.

`deploy/verify/huxin_verify.py` reads all of it, and shares no code with us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from huxin.kernel.sign import PublicKey
from huxin.trail.check import Opener, Stored
from huxin.trail.heads import SignedHead
from huxin.trail.leaf import canonical

__all__ = ["continuation", "key_card", "lines_of", "proof"]

PROOF, CONTINUATION, LOG = "huxin-proof/1", "huxin-consistency/1", "huxin-log/1"


def key_card(key: PublicKey) -> dict[str, str]:
    """The public key as it is published, printed on paper, and given to a verifier."""
    return {"suite": key.suite, "key": key.name, "public": key.content.hex()}


def proof(
    *, leaf: str, path: Sequence[bytes], head: SignedHead, key: PublicKey,
    opening: tuple[bytes, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """That an entry stands under a signed head; with its salt and values where they may be seen."""
    found: dict[str, Any] = {"v": PROOF, "leaf": leaf, "path": [each.hex() for each in path]}
    if opening is not None:
        found |= {"salt": opening[0].hex(), "values": opening[1]}
    return found | {"head": _head(head), "public_key": key_card(key)}


def continuation(
    *, old: SignedHead, new: SignedHead, path: Sequence[bytes], keys: Iterable[PublicKey]
) -> dict[str, Any]:
    """That the log under a newer head begins with the whole log under an older one."""
    return {
        "v": CONTINUATION,
        "old": _head(old),
        "new": _head(new),
        "path": [each.hex() for each in path],
        "public_keys": [key_card(each) for each in keys],
    }


def lines_of(
    stored: Stored, *, keys: Mapping[str, PublicKey], opener: Opener | None = None
) -> Iterator[str]:
    """A log as JSON lines: what it is, its heads, its entries. Values only with an `opener`."""
    yield canonical(
        {
            "v": LOG,
            "log": stored.year,
            "size": stored.size,
            "erased": {name: [*place] for name, place in stored.erased.items()},
            "public_keys": [key_card(each) for each in keys.values()],
        }
    )
    for head in stored.heads:
        yield canonical({"kept": "database", **_head(head)})
    for one in stored.witnesses:
        yield from (canonical({"kept": one.name, **_head(head)}) for head in one.heads)
        yield from (canonical({"kept": one.name, "unreadable": line}) for line in one.unreadable)
    for number, at, actor, action, subject, leaf, hashed, salt, sealed in stored.rows:
        line: dict[str, Any] = {
            "number": number,
            "at": at,
            "actor": actor,
            "action": action,
            "object": subject,
            "leaf": leaf,
            "leaf_hash": hashed,
            "opening": salt is not None and sealed is not None,
        }
        if opener is not None and salt is not None and sealed is not None:
            line |= {"salt": salt, "values": opener(sealed, leaf)}
        yield canonical(line)


def _head(head: SignedHead) -> dict[str, str]:
    return {"head": head.text, "signature": head.signature.hex()}
