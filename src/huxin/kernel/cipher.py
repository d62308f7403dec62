"""Authenticated encryption behind one provider: AES-GCM or its Chinese counterpart SM4-GCM.

A sealed value names its algorithm and its key, so that keys can be changed and suites swapped
while old values still open (GB/T 39786, crypto agility).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as _Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message

__all__ = ["CannotOpen", "Cipher", "Suite"]

Suite: TypeAlias = Literal["aes-gcm", "sm4-gcm"]
_CODES: Mapping[Suite, bytes] = {"aes-gcm": b"\x01", "sm4-gcm": b"\x02"}
_KEY_BYTES: Mapping[Suite, int] = {"aes-gcm": 32, "sm4-gcm": 16}
_NONCE_BYTES, _TAG_BYTES, _NAME_BYTES = 12, 16, 8


class CannotOpen(HuxinError):  # noqa: N818 -- says what happened; nothing else is known
    """A sealed value was changed, moved to another place, or its key is gone."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Cipher:
    """Seals and opens bytes. `keys` maps a name of at most 8 letters to at least 32 bytes.

    `bound_to` is authenticated but not stored: a value sealed for one place opens nowhere else.
    """

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    suite: Suite = "aes-gcm"

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError("the current key is not among the keys")
        if any(
            len(name.encode()) > _NAME_BYTES or len(key) < 32 for name, key in self.keys.items()
        ):
            raise ValueError("a key has a name of at most 8 bytes and 32 bytes of content")

    def seal(self, plain: bytes, *, bound_to: bytes = b"") -> bytes:
        """`plain` under the current key; the nonce is random, so equal texts look different."""
        head = _CODES[self.suite] + self.current.encode().ljust(_NAME_BYTES, b"\0")
        nonce = os.urandom(_NONCE_BYTES)
        key = self._key(self.current, self.suite)
        return head + nonce + _encrypt(self.suite, key, nonce, plain, head + bound_to)

    def open(self, sealed: bytes, *, bound_to: bytes = b"") -> bytes:
        """The plain bytes. Raises CannotOpen; the message says nothing about the content."""
        head, rest = sealed[: 1 + _NAME_BYTES], sealed[1 + _NAME_BYTES :]
        suite = next((name for name, code in _CODES.items() if code == head[:1]), None)
        name = head[1:].rstrip(b"\0").decode("ascii", "replace")
        if suite is None or name not in self.keys or len(rest) < _NONCE_BYTES + _TAG_BYTES:
            raise _cannot_open()
        nonce, body = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
        try:
            return _decrypt(suite, self._key(name, suite), nonce, body, head + bound_to)
        except InvalidTag:
            raise _cannot_open() from None

    def _key(self, name: str, suite: Suite) -> bytes:
        return self.keys[name][: _KEY_BYTES[suite]]


def _cannot_open() -> CannotOpen:
    return CannotOpen(
        message("A protected value cannot be opened."),
        remedy=message("Its key may be missing: restore the key file of the day it was written."),
    )


def _encrypt(suite: Suite, key: bytes, nonce: bytes, plain: bytes, extra: bytes) -> bytes:
    if suite == "aes-gcm":
        return AESGCM(key).encrypt(nonce, plain, extra)
    sealing = _Cipher(SM4(key), GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(extra)
    return sealing.update(plain) + sealing.finalize() + sealing.tag


def _decrypt(suite: Suite, key: bytes, nonce: bytes, body: bytes, extra: bytes) -> bytes:
    if suite == "aes-gcm":
        return AESGCM(key).decrypt(nonce, body, extra)
    opening = _Cipher(SM4(key), GCM(nonce, body[-_TAG_BYTES:])).decryptor()
    opening.authenticate_additional_data(extra)
    return opening.update(body[:-_TAG_BYTES]) + opening.finalize()
