"""Time-based codes of an authenticator (RFC 6238), each used once; recovery codes beside them."""

from __future__ import annotations

import datetime as dt
import secrets
from base64 import b32encode
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

from huxin.access.fields import digest
from huxin.access.models import Account

__all__ = ["address", "fits", "fresh_recovery", "fresh_seed", "recovers"]

SEED_BYTES = 20
STEP_SECONDS = 30
DRIFT_STEPS = 1
DIGITS = 6
RECOVERY_CODES = 8


def fresh_seed() -> str:
    """A new secret, in hex."""
    return secrets.token_hex(SEED_BYTES)


def address(seed: str, login: str) -> str:
    """What an authenticator reads from the QR code."""
    secret = b32encode(bytes.fromhex(seed)).decode().rstrip("=")
    asked = urlencode({"secret": secret, "issuer": "Huxin"})
    return f"otpauth://totp/{quote(f'Huxin:{login}')}?{asked}"


def fits(seed: str, code: str, *, last_step: int, now: dt.datetime) -> int | None:
    """The time step that the code belongs to, None when it does not fit or was used."""
    if not (seed and code.isascii() and code.isdecimal() and len(code) == DIGITS):
        return None
    token = TOTP(bytes.fromhex(seed), step=STEP_SECONDS)
    token.time = now.timestamp()
    if not token.verify(int(code), tolerance=DRIFT_STEPS, min_t=last_step + 1):
        return None
    return int(token.t())


def fresh_recovery(account: Account) -> tuple[str, ...]:
    """New recovery codes; their digests are put on the account, the codes are shown once."""
    codes = tuple(secrets.token_hex(5) for _ in range(RECOVERY_CODES))
    account.recovery = [_sealed(account, code) for code in codes]
    return codes


def recovers(account: Account, code: str) -> bool:
    """Whether this is an unused recovery code; it is taken off the account (not saved)."""
    sealed = _sealed(account, code.strip().lower())
    if sealed not in account.recovery:
        return False
    account.recovery = [each for each in account.recovery if each != sealed]
    return True


def _sealed(account: Account, code: str) -> str:
    return f"{digest('recovery', f'{account.pk} {code}'):x}"
