"""Signatures behind one provider: Ed25519 (RFC 8032). A suite is a name, so SM2 fits beside it.

A key is known by the first 16 hex digits of the SHA-256 of its public bytes. Old keys stay listed:
what they signed is still checked after a change of key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

__all__ = ["PublicKey", "SignatureSuite", "Signer", "fresh_key"]

SignatureSuite: TypeAlias = Literal["ed25519"]
NAME_DIGITS = 16


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody may know of a signing key, and all that is needed to check a signature."""

    suite: SignatureSuite
    content: bytes

    @property
    def name(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:NAME_DIGITS]

    def verifies(self, content: bytes, signature: bytes) -> bool:
        """Whether `signature` over `content` was made with this key."""
        return _VERIFY[self.suite](self.content, content, signature)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with the last of its private keys (32 bytes each); knows the public part of all."""

    keys: tuple[bytes, ...] = field(repr=False)
    suite: SignatureSuite = "ed25519"

    def __post_init__(self) -> None:
        if not self.keys:
            raise ValueError("there is no key to sign with")

    @property
    def public(self) -> PublicKey:
        """The key that signs now."""
        return _public(self.suite, self.keys[-1])

    @property
    def known(self) -> Mapping[str, PublicKey]:
        """Every key that ever signed here, by name."""
        listed = (_public(self.suite, key) for key in self.keys)
        return {each.name: each for each in listed}

    def sign(self, content: bytes) -> bytes:
        """The signature over `content`; the same content gives the same bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.keys[-1]).sign(content)


def fresh_key() -> bytes:
    """A new private key, from the system's generator."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def _public(suite: SignatureSuite, key: bytes) -> PublicKey:
    return PublicKey(
        suite, Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    )


def _ed25519(public: bytes, content: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


_VERIFY: Mapping[SignatureSuite, Callable[[bytes, bytes, bytes], bool]] = {"ed25519": _ed25519}
