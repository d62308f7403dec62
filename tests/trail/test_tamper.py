"""Every change of a stored log is found and located; two verifiers agree; a blind one is caught."""

from __future__ import annotations

import ast
import sys
from collections import Counter

import pytest

from huxin.trail.bundle import lines_of
from huxin.trail.check import Verdict, opener_of
from tests.trail.standalone import FILE, verifier
from tests.trail.tamper import CIPHER, CLASSES, SIGNER, Log, database_only, make, mutants, whole
from tests.trail.tamper import scores as scored

MUTATIONS, COMPARED = 414, 207
LINES_MAX = 300


def test_a_sound_log_is_sound() -> None:
    for seed in range(5):
        verdict = whole(make(seed))
        assert verdict.is_sound, verdict.problems
        assert verdict.sealed == verdict.entries == verdict.opened + verdict.erased
        assert verdict.erased > 0


def test_every_change_is_found_where_it_is() -> None:
    found = scored(MUTATIONS)
    assert all(score.made >= 18 for score in found.values())
    assert {name: score for name, score in found.items() if score.made != score.located} == {}
    assert {name: score for name, score in found.items() if score.made != score.found} == {}


def test_a_verifier_that_believes_the_database_is_caught() -> None:
    """The planted bug of invariant I26: a chain without anchors."""
    found = scored(MUTATIONS, verifier=database_only)
    blind = {name for name, score in found.items() if not score.found}
    assert {"edit, recompute", "forge a root", "foreign key", "swap values"} <= blind
    assert "edit" not in blind


def seen_by_us(verdict: Verdict) -> tuple[dict[str, int], dict[str, tuple[int, int | None]]]:
    places = {each.fault.value: (each.number, each.until) for each in verdict.problems}
    return {fault.value: count for fault, count in verdict.counts.items()}, places


def seen_alone(log: Log) -> tuple[dict[str, int], dict[str, tuple[int, int | None]]]:
    lines = lines_of(log.stored(), keys=SIGNER.known, opener=opener_of(CIPHER))
    _, faults = verifier.check_log(lines, SIGNER.public.content)
    kinds = Counter(each[0] for each in faults)
    places = {
        kind: verifier.first([each for each in faults if each[0] == kind])[1:] for kind in kinds
    }
    return dict(kinds), places


def test_two_verifiers_agree_on_every_log() -> None:
    """Invariant I29, on sound logs and on every class of change."""
    for seed in range(3):
        assert seen_alone(make(seed)) == seen_by_us(whole(make(seed))) == ({}, {})
    compared = set()
    for name, _, log in mutants(COMPARED, seed=7):
        assert seen_alone(log) == seen_by_us(whole(log)), name
        compared.add(name)
    assert compared == set(CLASSES)


def test_the_standalone_verifier_stands_alone() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES_MAX
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= sys.stdlib_module_names


# RFC 8032, 7.1, tests 1 to 3: public key, message, signature.
PUBLISHED = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b4"
     "6bd25bf5f0595bbe24655141438e7a100b")),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d"
     "8c387b2eaeb4302aeeb00d291612bb0c00")),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     ("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6"
     "594a7c15e9716ed28dc027beceea1ec40a")),
)  # fmt: skip


@pytest.mark.parametrize(("public", "content", "signature"), PUBLISHED)
def test_the_published_signatures_of_rfc_8032(public: str, content: str, signature: str) -> None:
    key, text, good = (bytes.fromhex(each) for each in (public, content, signature))
    assert verifier.is_signed(key, text, good)
    for at in (0, 31, 32, 63):
        bad = bytearray(good)
        bad[at] ^= 1
        assert not verifier.is_signed(key, text, bytes(bad))
    assert not verifier.is_signed(key, text + b"x", good)
