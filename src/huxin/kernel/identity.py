"""Numbers of people and companies: identity (GB 11643), credit code (GB 32100), card, mobile phone.

A check gives the number in its one written form, or a `Fault` with a stable code. Faults and notes
never repeat the number: they may travel into reports and logs. `identity_columns` has the twins
for whole columns.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from stdnum.cn import uscc

from huxin.kernel.divisions import is_known
from huxin.kernel.texts import Message, message

__all__ = [
    "Card",
    "CreditCode",
    "Fault",
    "Identity",
    "check_card",
    "check_credit_code",
    "check_identity",
    "check_mobile",
    "mask_card",
    "mask_identity",
    "mask_name",
    "mask_phone",
]

PROVINCES = frozenset(
    [
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
        91,
    ]
)
"""First two digits: provinces, Taiwan (71), Hong Kong, Macao and Taiwan residents (81-83),
permanent residents from abroad (91)."""
YEAR_BORN_MIN = 1900
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CARD_DIGITS = (12, 19)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a number cannot be used: a stable code, what is wrong, what to do."""

    code: str
    what: Message
    remedy: Message


@dataclass(frozen=True, slots=True)
class Identity:
    """A sound identity number: eighteen characters, birth date, division of first registration."""

    number: str = field(repr=False)
    born_on: dt.date = field(repr=False)
    division: str
    female: bool
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A sound unified social credit code and the division of registration."""

    code: str
    division: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card or account number. `luhn_holds` false is a warning: accounts need no Luhn digit."""

    number: str = field(repr=False)
    luhn_holds: bool
    notes: tuple[Message, ...] = ()


def check_identity(text: str, *, as_of: dt.date | None = None) -> Identity | Fault:
    """Check a resident identity number (GB 11643); 15-digit numbers come back as 18.

    Full-width digits, spaces and a lower-case x are taken. With `as_of`, a birth date after it is
    a fault. An unknown county is a note only: holders keep the code of their first registration.
    """
    plain = _plain(text)
    if re.fullmatch(r"[0-9]{15}", plain):
        plain = f"{plain[:6]}19{plain[6:]}"
        plain += check_character(plain)
    fault = _form_fault(plain) or _content_fault(plain, as_of)
    if fault is not None:
        return fault
    born_on = dt.date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    notes = (
        ()
        if _county_known(plain[:6])
        else (message("The county code in the identity number is on no list."),)
    )
    return Identity(plain, born_on, plain[:6], int(plain[16]) % 2 == 0, notes)


def _form_fault(plain: str) -> Fault | None:
    if not plain:
        return _fault("identity.empty", message("No identity number is given."))
    if len(plain) != 18:
        return _fault(
            "identity.length",
            message("The identity number has {count} characters instead of 18.", count=len(plain)),
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", plain):
        return _fault(
            "identity.characters",
            message("The identity number holds other characters than digits and a final X."),
        )
    return None


def _content_fault(plain: str, as_of: dt.date | None) -> Fault | None:
    born_on = _date(plain[6:14])
    if int(plain[:2]) not in PROVINCES:
        return _fault(
            "identity.province", message("The identity number begins with no province's code.")
        )
    if born_on is None:
        return _fault(
            "identity.birth_date",
            message("The birth date in the identity number does not exist."),
        )
    if as_of is not None and born_on > as_of:
        return _fault(
            "identity.future",
            message("The birth date in the identity number lies after {as_of}.", as_of=as_of),
        )
    if check_character(plain) != plain[17]:
        return _fault(
            "identity.checksum", message("The check digit of the identity number does not hold.")
        )
    return None


def check_character(digits: str) -> str:
    """The check character that belongs to the first seventeen digits (ISO 7064, MOD 11-2)."""
    return CHECKS[
        sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    ]


def check_credit_code(text: str) -> CreditCode | Fault:
    """Check a unified social credit code (GB 32100): 18 characters without I, O, S, V, Z."""
    plain = _plain(text)
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", plain):
        what = message(
            "The credit code needs 18 digits and capital letters without I, O, S, V and Z."
        )
        return Fault("credit_code.form", what, message("Copy the code from the business licence."))
    if uscc.calc_check_digit(plain) != plain[17]:
        what = message("The check character of the credit code does not hold.")
        return Fault(
            "credit_code.checksum", what, message("Copy the code from the business licence.")
        )
    return CreditCode(plain, plain[2:8])


def check_card(text: str) -> Card | Fault:
    """Check a card or account number: 12 to 19 digits are asked for, a Luhn digit is not."""
    plain = _plain(text)
    least, most = CARD_DIGITS
    if not re.fullmatch(rf"[0-9]{{{least},{most}}}", plain):
        what = message(
            "The card number does not have {least} to {most} digits.", least=least, most=most
        )
        return Fault(
            "card.form", what, message("Copy the number from the card and keep the cell as text.")
        )
    if _luhn(plain):
        return Card(plain, luhn_holds=True)
    return Card(
        plain,
        luhn_holds=False,
        notes=(
            message("The check digit of the card number does not hold; compare it with the card."),
        ),
    )


def check_mobile(text: str) -> str | Fault:
    """A mainland mobile number as eleven digits; +86 and separators are taken off."""
    plain = re.sub(r"^(?:\+|00)?86(?=1[0-9]{10}$)", "", _plain(text))
    if not re.fullmatch(r"1[3-9][0-9]{9}", plain):
        what = message("The phone number is no mainland mobile number of 11 digits.")
        return Fault(
            "mobile.form", what, message("Ask the worker for the number and enter its 11 digits.")
        )
    return plain


def mask_name(name: str) -> str:
    """张三 → 张*; at most two stars, so that the length of a long name does not show."""
    return name[:1] + "*" * min(len(name.strip()) - 1, 2) if name.strip() else ""


def mask_identity(number: str) -> str:
    """Four characters at each end stay: 1409**********1234; anything short is masked whole."""
    plain = _plain(number)
    return (
        f"{plain[:4]}{'*' * (len(plain) - 8)}{plain[-4:]}" if len(plain) >= 15 else "*" * len(plain)
    )


def mask_card(number: str) -> str:
    """The last four digits stay: **** 1234."""
    plain = _plain(number)
    return f"**** {plain[-4:]}" if len(plain) >= 8 else "****"


def mask_phone(number: str) -> str:
    """138****5678; anything short is masked whole."""
    plain = _plain(number)
    return f"{plain[:-8]}****{plain[-4:]}" if len(plain) >= 11 else "*" * len(plain)


def _plain(text: str) -> str:
    """Half-width capitals without spaces and separators."""
    return re.sub(r"[\s\-'‘’\u200b\ufeff]", "", unicodedata.normalize("NFKC", text)).upper()


def _fault(code: str, what: Message) -> Fault:
    return Fault(
        code, what, message("Compare the number with the identity card and keep the cell as text.")
    )


def _date(digits: str) -> dt.date | None:
    try:
        found = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= YEAR_BORN_MIN else None


def _county_known(code: str) -> bool:
    """Residents of Hong Kong, Macao, Taiwan and abroad have no county in their number."""
    return int(code[:2]) >= 71 or is_known(code)


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (
        sum(map(int, digits[-1::-2])) + sum(each // 10 + each % 10 for each in doubled)
    ) % 10 == 0
