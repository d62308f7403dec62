"""Signed heads: the bytes that are signed, and the files outside the database that keep them.

A witness is a folder with one file of JSON lines per log. Lines are only ever appended, and are on
the disk before the head counts. Put at least one folder on a machine that another unit runs.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huxin.kernel.sign import PublicKey, Signer
from huxin.trail.leaf import canonical, instant

__all__ = ["HEAD_FORMAT", "SignedHead", "Witnessed", "keep", "read_witness", "sign"]

HEAD_FORMAT = "huxin-head/1"
HASH = "sha256"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The root over the first `size` entries of a year's log, signed. `at` is UTC in ISO form."""

    year: int
    size: int
    root: bytes
    at: str
    suite: str
    key: str
    signature: bytes = b""

    @property
    def text(self) -> str:
        """The canonical text that the signature covers."""
        return canonical(
            {
                "v": HEAD_FORMAT,
                "log": self.year,
                "size": self.size,
                "root": self.root,
                "hash": HASH,
                "at": self.at,
                "suite": self.suite,
                "key": self.key,
            }
        )

    @property
    def line(self) -> str:
        """How the head travels: in a witness file, an export, a proof."""
        return canonical({"head": self.text, "signature": self.signature})

    def is_signed(self, keys: Mapping[str, PublicKey]) -> bool:
        """Whether one of our own keys signed exactly this."""
        key = keys.get(self.key)
        return key is not None and key.verifies(self.text.encode(), self.signature)

    @staticmethod
    def of_line(line: str) -> SignedHead:
        """Read a line again; raises ValueError when it is not one that `line` writes."""
        try:
            outer = json.loads(line)
            inner = json.loads(outer["head"])
            head = SignedHead(
                inner["log"], inner["size"], bytes.fromhex(inner["root"]), inner["at"],
                inner["suite"], inner["key"], bytes.fromhex(outer["signature"]),
            )  # fmt: skip
            whole = head.line == line
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a signed head") from error
        if not whole:
            raise ValueError("not the canonical text of a head")
        return head


def sign(*, year: int, size: int, root: bytes, now: dt.datetime, signer: Signer) -> SignedHead:
    """A new head over the first `size` entries."""
    head = SignedHead(year, size, root, instant(now), signer.suite, signer.public.name)
    return replace(head, signature=signer.sign(head.text.encode()))


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one witness holds of a log: its heads in order, and the lines that are no heads."""

    name: str
    heads: tuple[SignedHead, ...] = ()
    unreadable: tuple[int, ...] = ()

    @property
    def newest(self) -> SignedHead | None:
        return max(self.heads, key=lambda head: head.size, default=None)


def read_witness(folder: Path, year: int) -> Witnessed:
    """Everything a witness holds of a log; a last line without its end was never acknowledged."""
    file = _file(folder, year)
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    heads, unreadable = list[SignedHead](), list[int]()
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            heads.append(SignedHead.of_line(line))
        except ValueError:
            unreadable.append(number)
    return Witnessed(str(folder), tuple(heads), tuple(unreadable))


def keep(head: SignedHead, witnesses: Sequence[Path]) -> list[str]:
    """Append a head to every witness that lacks it; the names of those that hold it now.

    A folder that cannot be written is left out: the caller decides whether enough remain.
    """
    holding = []
    for folder in witnesses:
        try:
            found = read_witness(folder, head.year)
            if not any((each.size, each.root) == (head.size, head.root) for each in found.heads):
                _append(_file(folder, head.year), head.line)
        except OSError:
            continue
        holding.append(str(folder))
    return holding


def _file(folder: Path, year: int) -> Path:
    return folder / f"heads-{year}.jsonl"


def _append(file: Path, line: str) -> None:
    """Write one whole line and wait for the disk; a torn last line is cut off first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        whole = file.read_bytes()
        if whole and not whole.endswith(b"\n"):
            os.ftruncate(descriptor, whole.rfind(b"\n") + 1)
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # a new file's name must survive the power cut as well
    finally:
        os.close(folder)
