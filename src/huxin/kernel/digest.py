"""Digests behind one provider: SHA-256 or its Chinese counterpart SM3 (GB/T 32905)."""

from __future__ import annotations

import hmac as standard_hmac
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import pyarrow as pa
from cryptography.hazmat.primitives import hashes, hmac

__all__ = ["Algorithm", "Digester", "digest_of"]

Algorithm: TypeAlias = Literal["sha256", "sm3"]
KEY_BYTES_MIN = 16
_PROVIDED: dict[Algorithm, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sm3": hashes.SM3,
}


def digest_of(content: bytes, algorithm: Algorithm = "sha256") -> str:
    """The plain digest of some content, such as a file, in hex."""
    digest = hashes.Hash(_PROVIDED[algorithm]())
    digest.update(content)
    return digest.finalize().hex()


@dataclass(frozen=True, slots=True)
class Digester:
    """Keyed digests of personal identifiers: equal texts meet, nobody without the key can try any.

    `key` has at least 16 bytes and never shows in a representation. `kind` ("card", "phone" …)
    keeps equal digits of different things apart.
    """

    key: bytes = field(repr=False)
    algorithm: Algorithm = "sha256"

    def __post_init__(self) -> None:
        if len(self.key) < KEY_BYTES_MIN:
            raise ValueError(f"a digest key needs at least {KEY_BYTES_MIN} bytes")

    def hex(self, kind: str, text: str) -> str:
        """The whole digest in hex."""
        return self._mac(kind, text).hex()

    def int64(self, kind: str, text: str) -> int:
        """The first eight bytes as a signed number, for columns and joins."""
        return int.from_bytes(self._mac(kind, text)[:8], "big", signed=True)

    def int64_column(self, kind: str, texts: pa.StringArray | pa.ChunkedArray) -> pa.Int64Array:
        """`int64` for a whole column; nulls stay null, each distinct text is digested once."""
        whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
        coded = whole.dictionary_encode()
        values = [self.int64(kind, text) for text in coded.dictionary.to_pylist()]
        return pa.array(values, pa.int64()).take(coded.indices)

    def _mac(self, kind: str, text: str) -> bytes:
        content = f"{kind}\x1f{unicodedata.normalize('NFC', text)}".encode()
        if self.algorithm == "sha256":
            return standard_hmac.digest(
                self.key, content, "sha256"
            )  # six times faster per short text
        mac = hmac.HMAC(self.key, _PROVIDED[self.algorithm]())
        mac.update(content)
        return mac.finalize()
