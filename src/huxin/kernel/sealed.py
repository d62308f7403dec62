"""Long content sealed block by block, so that neither sealing nor opening holds more than one.

A first line names the form, 16 random bytes name the stream, then blocks: four bytes of length and
a sealed value. Each block is bound to its stream, its number and to being the last or not: blocks
cannot be left out, moved, cut off or taken from another stream.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO

from huxin.kernel.cipher import CannotOpen, Cipher
from huxin.kernel.texts import message

__all__ = ["BLOCK_BYTES", "open_blocks", "seal_blocks"]

FORM = b"huxin-sealed/1\n"
NAME_BYTES, LENGTH_BYTES = 16, 4
BLOCK_BYTES = 1024 * 1024


def seal_blocks(chunks: Iterable[bytes], cipher: Cipher) -> Iterator[bytes]:
    """The sealed stream of what comes in chunks of any size, piece by piece."""
    name = os.urandom(NAME_BYTES)
    yield FORM + name
    held, number = bytearray(), 0
    for chunk in chunks:
        held += chunk
        while len(held) > BLOCK_BYTES:
            yield _block(cipher, bytes(held[:BLOCK_BYTES]), _place(name, number, is_last=False))
            del held[:BLOCK_BYTES]
            number += 1
    yield _block(cipher, bytes(held), _place(name, number, is_last=True))


def open_blocks(stream: IO[bytes], cipher: Cipher) -> Iterator[bytes]:
    """The plain blocks of a sealed stream; raises CannotOpen where it is not what was sealed."""
    form, name = stream.read(len(FORM)), stream.read(NAME_BYTES)
    number, length = 0, _length(stream)
    while form == FORM and length:
        sealed, after = stream.read(length), _length(stream)
        yield cipher.open(sealed, bound_to=_place(name, number, is_last=after == 0))
        number, length = number + 1, after
    if not number:
        raise CannotOpen(
            message("A stored file is not in its sealed form."),
            remedy=message("Restore it from a backup; keep the damaged one to be looked at."),
        )


def _block(cipher: Cipher, plain: bytes, place: bytes) -> bytes:
    sealed = cipher.seal(plain, bound_to=place)
    return len(sealed).to_bytes(LENGTH_BYTES) + sealed


def _length(stream: IO[bytes]) -> int:
    return int.from_bytes(stream.read(LENGTH_BYTES))


def _place(name: bytes, number: int, *, is_last: bool) -> bytes:
    return b"file" + name + number.to_bytes(8) + bytes([is_last])
