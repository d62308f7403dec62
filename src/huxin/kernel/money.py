"""Money: a whole number of fen, read from and written as people write it. No float, ever."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["capital", "parse_capital", "parse_fen", "ppm", "share_of", "wan", "yuan"]

PPM_WHOLE = 1_000_000
DIGITS_MAX = 15
"""Digits before the decimal point; int64 holds 10^16 yuan in fen, no wage needs more."""

_EXPONENT = {"fen": 0, "yuan": 2, "wan": 6, "yi": 10}
_SUFFIX = {
    "元": "yuan",
    "圆": "yuan",
    "分": "fen",
    "万元": "wan",
    "万": "wan",
    "亿元": "yi",
    "亿": "yi",
}
_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?:¥|人民币|RMB|CNY)?\s*(?P<inner>[-+])?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:\.(?P<part>\d*))?\s*"
    r"(?P<suffix>亿元|万元|亿|万|元|圆|分)?\s*整?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_MINUS = str.maketrans(dict.fromkeys("−–—‐‑﹣－", "-"))

_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_FIGURE = {
    figure: value for row in (_NUMERALS, "〇一二三四五六七八九") for value, figure in enumerate(row)
} | {"两": 2, "貳": 2, "叄": 3, "陸": 6}
_PLACE = {"拾": 1, "十": 1, "佰": 2, "百": 2, "仟": 3, "千": 3}
_CAPITAL_MARKS = frozenset(_NUMERALS + "拾佰仟")


def parse_fen(text: str, *, unit: Literal["yuan", "wan", "fen"] = "yuan") -> int:
    """The amount in `text` as fen; a written unit (元, 万元, 亿元, 分) goes before `unit`.

    Takes full-width digits, thousands separators, ¥/人民币, a minus or brackets for negatives, and
    capital amounts. Raises `InputError` where the text is no amount or is finer than one fen; the
    error does not repeat a text that may be a number or name from the next column.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if _CAPITAL_MARKS.intersection(plain):
        return parse_capital(plain)
    found = _AMOUNT.fullmatch(plain)
    if found is None or not (found["whole"] or found["part"]) or not _signs_agree(found):
        raise InputError(
            message("This is not an amount of money."),
            remedy=message("Write the amount as a number, such as 1,234.56."),
        )
    whole = re.sub(r"[, ]", "", found["whole"] or "0").lstrip("0") or "0"
    part = (found["part"] or "").rstrip("0")
    exponent = _EXPONENT[_SUFFIX[found["suffix"]] if found["suffix"] else unit]
    if len(whole) > DIGITS_MAX:
        raise InputError(
            message("An amount has at most {digits} digits before the point.", digits=DIGITS_MAX),
            remedy=message(
                "Check whether a card or identity number stands where an amount belongs."
            ),
        )
    if len(part) > exponent:
        raise InputError(
            message("“{text}” is finer than one fen.", text=text.strip()),
            remedy=message("Round the amount to whole fen at its source and enter it again."),
        )
    fen = int(whole + part.ljust(exponent, "0"))
    return -fen if found["open"] or "-" in ((found["sign"] or "") + (found["inner"] or "")) else fen


def _signs_agree(found: re.Match[str]) -> bool:
    signs = [bool(found["open"]), bool(found["sign"]), bool(found["inner"])]
    return sum(signs) <= 1 and bool(found["open"]) == bool(found["close"])


def yuan(fen: int) -> str:
    """`fen` in yuan with thousands separators: 123456 → "1,234.56"."""
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def wan(fen: int) -> str:
    """`fen` in 万元 with two decimals, rounded half up: 12345678 → "12.35"."""
    hundredths = (abs(fen) + 5_000) // 10_000
    return yuan(-hundredths if fen < 0 else hundredths)


def ppm(share: Decimal) -> int:
    """A share as parts per million, rounded half up: Decimal("0.22") → 220000."""
    return int((share * PPM_WHOLE).to_integral_value(ROUND_HALF_UP))


def share_of(fen: int, share_ppm: int) -> int:
    """The share of an amount in fen, rounded half up (away from zero at the half)."""
    product = fen * share_ppm
    rounded = (2 * abs(product) + PPM_WHOLE) // (2 * PPM_WHOLE)
    return -rounded if product < 0 else rounded


def capital(fen: int) -> str:
    """`fen` in capitals: 123456 → 壹仟贰佰叁拾肆元伍角陆分 (支付结算办法, annex 1)."""
    whole, part = divmod(abs(fen), 100)
    jiao, rest = divmod(part, 10)
    words = f"{_whole_words(whole)}元" if whole or not part else ""
    if jiao:
        words += f"{_NUMERALS[jiao]}角"
    elif rest and whole:
        words += "零"
    words += f"{_NUMERALS[rest]}分" if rest else "整"
    return ("负" if fen < 0 else "") + words


def _whole_words(number: int) -> str:
    """A whole number in capitals; each zero gap inside is written as one 零."""
    if number < 10_000:
        return _section_words(number)
    step, name = (100_000_000, "亿") if number >= 100_000_000 else (10_000, "万")
    high, low = divmod(number, step)
    gap = "零" if 0 < low < step // 10 else ""
    return _whole_words(high) + name + gap + (_whole_words(low) if low else "")


def _section_words(number: int) -> str:
    figures = [int(figure) for figure in f"{number:04d}"]
    words = "".join(
        f"{_NUMERALS[figure]}{_PLACES[3 - at]}" if figure else "零"
        for at, figure in enumerate(figures)
    )
    return re.sub("零+", "零", words).strip("零") or "零"


def parse_capital(text: str) -> int:
    """The fen of a capital amount such as 壹万贰仟元整; 圆, 正 and ordinary numerals are taken too.

    Raises `InputError` where places do not descend or a character is none of an amount's.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    body = plain.removeprefix("人民币").lstrip(":： ")
    negative = body.startswith("负")
    found = re.fullmatch(
        r"(?:(?P<whole>[^元圆角分整正]+)[元圆])?零?(?:(?P<jiao>.)角)?零?(?:(?P<fen>.)分)?[整正]?",
        body.removeprefix("负"),
    )
    fault = InputError(
        message("This is not a capital amount."),
        remedy=message("Write it such as 壹仟贰佰元整, or as a number."),
    )
    if found is None or not any(found.groups()):
        raise fault
    try:
        fen = _whole_value(found["whole"] or "零") * 100
        fen += _FIGURE[found["jiao"] or "零"] * 10 + _FIGURE[found["fen"] or "零"]
    except (KeyError, ValueError):
        raise fault from None
    return -fen if negative else fen


def _whole_value(words: str) -> int:
    for name, step, most in (("亿", 100_000_000, 10**8), ("万", 10_000, 10**4)):
        high, mark, low = words.rpartition(name)
        if mark:
            above, below = _whole_value(high), _whole_value(low) if low else 0
            if above >= most or below >= step or not high:
                raise ValueError(words)
            return above * step + below
    return _section_value(words)


def _section_value(words: str) -> int:
    """Up to 9999: figures with descending places, 零 between them where places are skipped."""
    value, figure, below = 0, None, 4
    for word in words.lstrip("零〇") or "零":
        if word in _PLACE:
            place = _PLACE[word]
            if place >= below or figure == 0:
                raise ValueError(words)
            value, figure, below = (
                value + (1 if figure is None else figure) * 10**place,
                None,
                place,
            )
        elif figure:
            raise ValueError(words)
        else:
            figure = _FIGURE[word]
    return value + (figure or 0)
