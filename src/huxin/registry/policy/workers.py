"""What a worker is found by, and when two names or dates are the same."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

from huxin.kernel.identity import Identity, check_identity, check_mobile
from huxin.kernel.names import plain_name
from huxin.registry.errors.people import UnreasonedError

__all__ = [
    "Token",
    "age",
    "asked",
    "check_reason",
    "likeness_tokens",
    "same_name",
    "tokens",
]

Token = tuple[str, str]
"""Kind and text of something that a digest is made of."""
READINGS_MAX = 4
PART_DIGITS = 6
TAIL_DIGITS = 4
CARD_DIGITS = (12, 19)
_DOTS = re.compile(r"[·•・.]")
_CJK = re.compile(r"[\u3400-\u9fff]")


def same_name(one: str, other: str) -> bool:
    """Whether two names are spelt the same; spaces, widths and middle dots do not count."""
    return _plain(one) == _plain(other)


def age(born_on: dt.date, on: dt.date) -> int:
    """Full years on a day; the birthday itself counts."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def tokens(name: str = "", *, phone: str = "", card: str = "") -> frozenset[Token]:
    """All that a person can be found by: name, given name, pinyin, initials, tails of numbers."""
    found: set[Token] = set()
    plain = _plain(name)
    if plain:
        found |= {("name", plain), *(("name", given) for given in _given(plain))}
        for reading in _readings(plain):
            found |= {("pinyin", "".join(reading)), ("initials", "".join(r[:1] for r in reading))}
    if phone:
        found.add(("phone_tail", phone[-TAIL_DIGITS:]))
    if card:
        found.add(("card_tail", card[-TAIL_DIGITS:]))
    return frozenset(found)


def likeness_tokens(name: str, identity: str) -> frozenset[Token]:
    """Name with each third of the number: one slip or swap leaves at least one third whole."""
    plain, body = _plain(name), identity[:17]
    parts = range(0, len(body), PART_DIGITS)
    return frozenset(("like", f"{plain}{at}{body[at : at + PART_DIGITS]}") for at in parts)


def asked(text: str) -> tuple[Token, ...]:
    """What a searched text may mean, by its form alone; nothing when it is too short to ask.

    Kinds "identity", "phone" and "card" are whole numbers; the others are those of `tokens`.
    """
    plain = _plain(text)
    held = check_identity(plain) if len(plain) in {15, 18} else None
    phone = check_mobile(plain)
    if isinstance(held, Identity):
        return (("identity", held.number),)
    if isinstance(phone, str):
        return (("phone", phone),)
    if plain.isdecimal() and plain.isascii():
        return _asked_number(plain)
    if _CJK.search(plain):
        return (("name", plain),) if len(plain) > 1 else ()
    lower = plain.lower().replace("'", "")
    is_word = len(lower) > 1 and lower.isascii() and lower.isalpha()
    return (("pinyin", lower), ("initials", lower)) if is_word else ()


def _asked_number(digits: str) -> tuple[Token, ...]:
    if len(digits) == TAIL_DIGITS:
        return (("phone_tail", digits), ("card_tail", digits))
    least, most = CARD_DIGITS
    return (("card", digits),) if least <= len(digits) <= most else ()


def _plain(name: str) -> str:
    return _DOTS.sub("", plain_name(name)).upper()


def _given(plain: str) -> list[str]:
    """The given name behind a surname of one or of two characters."""
    return [plain[cut:] for cut in (1, 2) if len(plain) - cut > 1 and _CJK.search(plain)]


@lru_cache(maxsize=20_000)
def _readings(plain: str) -> tuple[tuple[str, ...], ...]:
    """Readings in pinyin: the usual one, and the others of the surname (单 is dan, chan, shan)."""
    usual = tuple(_letters(each) for each in lazy_pinyin(plain))
    (surname, *_) = pinyin(plain, style=Style.NORMAL, heteronym=True)
    others = ((_letters(each), *usual[1:]) for each in surname[:READINGS_MAX])
    return tuple(dict.fromkeys((usual, *others)))


def _letters(syllable: str) -> str:
    """Plain letters: ü is written v, as people type it."""
    flat = unicodedata.normalize("NFD", syllable.lower().replace("ü", "v"))
    return "".join(each for each in flat if each.isascii() and each.isalnum())


def check_reason(reason: str) -> None:
    """Raise UnreasonedError for a change that nobody explains."""
    if not reason.strip():
        raise UnreasonedError
