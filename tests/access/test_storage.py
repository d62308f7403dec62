"""Uploads lie sealed: what they say is opened by one function, whole, in order, or not at all."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

from huxin.access.storage import Stored, keep, opened, path_of
from huxin.kernel.cipher import CannotOpen, Cipher
from huxin.kernel.errors import InputError
from huxin.kernel.sealed import BLOCK_BYTES

CANARY = "13800137001 张三".encode()
LONG = CANARY + os.urandom(2 * BLOCK_BYTES)
ALL = 10 * BLOCK_BYTES


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    moved = dataclasses.replace(settings.INSTALLATION, home=tmp_path)
    monkeypatch.setattr(settings, "INSTALLATION", moved)
    return tmp_path


def kept(content: bytes = LONG) -> Stored:
    return keep(
        [content[at : at + 70_000] for at in range(0, len(content), 70_000)], limit_bytes=ALL
    )


def plain(stored: Stored) -> bytes:
    with opened(stored.content) as path:
        return path.read_bytes()


@pytest.mark.parametrize("size", [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, len(LONG)])
def test_what_is_kept_is_known_by_its_plain_content(size: int, home: Path) -> None:
    stored = kept(LONG[:size])
    assert stored == Stored(sha256(LONG[:size]).hexdigest(), size)
    assert plain(stored) == LONG[:size]
    assert CANARY not in path_of(stored.content).read_bytes()
    assert kept(LONG[:size]) == stored
    assert [each.name for each in home.rglob("*") if each.is_file()] == [stored.content]


def test_plain_content_never_has_a_name(home: Path) -> None:
    stored = kept()
    with opened(stored.content) as path:
        assert path.is_relative_to("/dev/fd")
        assert [each.name for each in home.rglob("*") if each.is_file()] == [stored.content]
    assert not path.exists()


def test_a_file_that_is_too_large_leaves_nothing(home: Path) -> None:
    with pytest.raises(InputError, match="larger than 1 MB"):
        keep([LONG], limit_bytes=BLOCK_BYTES)
    assert [each for each in home.rglob("*") if each.is_file()] == []


def test_after_a_change_of_key_old_and_new_files_open(monkeypatch: pytest.MonkeyPatch) -> None:
    old = kept()
    own: Cipher = settings.INSTALLATION.cipher
    both = Cipher({**own.keys, "k2": os.urandom(32)}, "k2", "sm4-gcm")
    changed = dataclasses.replace(settings.INSTALLATION, cipher=both)
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    new = kept(b"later")
    assert (plain(old), plain(new)) == (LONG, b"later")
    alone = dataclasses.replace(changed, cipher=Cipher({"k2": both.keys["k2"]}, "k2"))
    monkeypatch.setattr(settings, "INSTALLATION", alone)
    assert plain(new) == b"later"
    with pytest.raises(CannotOpen):
        plain(old)
    assert kept() == old  # handed in again, it is sealed under the key of today
    assert plain(old) == LONG


def cut_off(sealed: bytes) -> bytes:
    first = 31 + 4 + int.from_bytes(sealed[31:35])
    return sealed[:first]


def without_the_first(sealed: bytes) -> bytes:
    return sealed[:31] + sealed[31 + 4 + int.from_bytes(sealed[31:35]) :]


def one_bit(sealed: bytes) -> bytes:
    return sealed[:-1] + bytes([sealed[-1] ^ 1])


def never_sealed(_: bytes) -> bytes:
    return LONG


def of_another(_: bytes) -> bytes:
    return path_of(kept(b"another").content).read_bytes()


@pytest.mark.parametrize(
    "damage", [cut_off, without_the_first, one_bit, never_sealed, of_another, lambda _: b""]
)
def test_what_is_not_what_was_kept_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    stored = kept()
    file = path_of(stored.content)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(CannotOpen):
        plain(stored)
