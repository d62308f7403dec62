"""One-time codes on phones: sent, and used once within their time and tries."""

from __future__ import annotations

import datetime as dt
import hmac
import math
import secrets

from django.db import transaction
from django.db.models import F

from huxin.access import sms
from huxin.access.errors import TooSoon, WrongCode
from huxin.access.fields import cipher, digest
from huxin.access.models import OneTimeCode
from huxin.access.sms import NoGateway
from huxin.kernel.identity import Fault, check_mobile
from huxin.kernel.texts import message
from huxin.trail.actions import send_later

__all__ = ["TRIES_MAX", "send_code", "use_code"]

DIGITS = 6
LIVES = dt.timedelta(minutes=10)
AGAIN_AFTER, AGAIN_MAX = dt.timedelta(minutes=1), dt.timedelta(minutes=15)
TRIES_MAX = 5


def send_code(phone: str, *, purpose: str, now: dt.datetime, language: str = "zh") -> None:
    """Send a code to a phone, whoever owns it: the answer never tells whether it is known.

    Raises WrongCode for what is no number, TooSoon when the last code is too young (a minute, then
    twice as long each time, up to a quarter of an hour), NoGateway when it could not be handed on.
    """
    number = check_mobile(phone)
    if isinstance(number, Fault):
        raise WrongCode
    known = digest("phone", number)
    with transaction.atomic():
        _wait_for_the_last(known, now)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        made = OneTimeCode.objects.create(
            phone_digest=known, purpose=purpose, code_digest=_sealed(code, known, purpose),
            sent_at=now, expires_at=now + LIVES,
        )  # fmt: skip
        text = message("Your code is {code}, valid for {minutes} minutes. Tell it to nobody.",
                       code=code, minutes=LIVES.seconds // 60)  # fmt: skip
        key = f"access.code:{made.pk}"
        content = {"phone": number, "text": text.say(language), "until": made.expires_at}
        send_later(sms.TOPIC, key, content, now=now, cipher=cipher())
    if not sms.deliver(now=now, only=key).sent:
        raise NoGateway


def _wait_for_the_last(phone: int, now: dt.datetime) -> None:
    day = OneTimeCode.objects.filter(phone_digest=phone, sent_at__gt=now - dt.timedelta(days=1))
    last = day.order_by("-sent_at").values_list("sent_at", flat=True).first()
    if last is None:
        return
    until = last + min(AGAIN_AFTER * 2 ** min(day.count() - 1, 10), AGAIN_MAX)
    if now < until:
        raise TooSoon(math.ceil((until - now).total_seconds()))


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
