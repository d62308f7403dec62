"""One-time codes on phones: sent, and used once within their time and tries."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from django.db import transaction
from django.db.models import F

from huxin.access.errors import WrongCode
from huxin.access.fields import digest
from huxin.access.models import OneTimeCode
from huxin.access.sms import gateway
from huxin.kernel.identity import Fault, check_mobile
from huxin.kernel.texts import message

__all__ = ["TRIES_MAX", "send_code", "use_code"]

DIGITS = 6
LIVES = dt.timedelta(minutes=10)
AGAIN_AFTER = dt.timedelta(seconds=60)
A_DAY_MAX = 10
TRIES_MAX = 5


def send_code(phone: str, *, purpose: str, now: dt.datetime, language: str = "zh") -> None:
    """Send a code to a phone, whoever owns it: the answer never tells whether it is known.

    Within a minute of the last one, or past the day's number, nothing is sent.
    """
    number = check_mobile(phone)
    if isinstance(number, Fault):
        raise WrongCode
    known = digest("phone", number)
    recent = OneTimeCode.objects.filter(phone_digest=known, sent_at__gt=now - dt.timedelta(days=1))
    if recent.filter(sent_at__gt=now - AGAIN_AFTER).exists() or recent.count() >= A_DAY_MAX:
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    OneTimeCode.objects.create(
        phone_digest=known,
        purpose=purpose,
        code_digest=_sealed(code, known, purpose),
        sent_at=now,
        expires_at=now + LIVES,
    )
    text = message("Your code is {code}, valid for {minutes} minutes. Tell it to nobody.",
                   code=code, minutes=LIVES.seconds // 60)  # fmt: skip
    gateway().send(number, text.say(language))


def use_code(phone: str, code: str, *, purpose: str, now: dt.datetime) -> int:
    """Use the newest code of the phone; returns the phone's digest. Raises WrongCode.

    A wrong try is counted even though it is refused, so it is written on its own.
    """
    number = check_mobile(phone)
    if isinstance(number, Fault):
        raise WrongCode
    known = digest("phone", number)
    with transaction.atomic():
        found = (
            OneTimeCode.objects.select_for_update()
            .filter(phone_digest=known, purpose=purpose, used_at=None, expires_at__gt=now)
            .order_by("-sent_at", "-pk")
            .first()
        )
        fits = found is not None and _fits(found, code, known, purpose)
        if found is not None:
            OneTimeCode.objects.filter(pk=found.pk).update(
                tries=F("tries") + 1, used_at=now if fits else None
            )
    if not fits:
        raise WrongCode
    return known


def _fits(found: OneTimeCode, code: str, known: int, purpose: str) -> bool:
    right = hmac.compare_digest(found.code_digest, _sealed(code.strip(), known, purpose))
    return right and found.tries < TRIES_MAX


def _sealed(code: str, phone: int, purpose: str) -> str:
    return f"{digest('code', f'{phone} {purpose} {code}'):x}"
