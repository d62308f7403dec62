from __future__ import annotations

import hashlib
import hmac

import pyarrow as pa
import pytest

from huxin.kernel.digest import Digester, digest_of

KEY = b"a key of test no. 1."


def test_known_answers() -> None:
    """SM3 of "abc" is the first example of GB/T 32905."""
    assert digest_of(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert (
        digest_of(b"abc", "sm3")
        == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_a_digest_is_keyed_and_signed_and_kept_apart_by_kind() -> None:
    mac = hmac.digest(KEY, b"card\x1f6222", "sha256")
    digester = Digester(KEY)
    assert digester.hex("card", "6222") == mac.hex()
    assert digester.int64("card", "6222") == int.from_bytes(mac[:8], "big", signed=True)
    others = {
        Digester(KEY[::-1]).hex("card", "6222"),
        digester.hex("phone", "6222"),
        Digester(KEY, "sm3").hex("card", "6222"),
    }
    assert len(others | {mac.hex()}) == 4


def test_a_column_is_digested_like_its_rows() -> None:
    texts = ["6222", None, "6333", "6222"]
    digester = Digester(KEY)
    expected = [None if text is None else digester.int64("card", text) for text in texts]
    for column in (pa.array(texts), pa.chunked_array([texts[:2], texts[2:]])):
        found = digester.int64_column("card", column)
        assert found.to_pylist() == expected
        assert found.type == pa.int64()
    assert digester.int64_column("card", pa.array([], pa.string())).to_pylist() == []


def test_the_key_stays_hidden_and_must_be_long() -> None:
    assert "key" not in repr(Digester(KEY))
    with pytest.raises(ValueError, match="16 bytes"):
        Digester(b"short")
