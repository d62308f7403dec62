"""What a password must be: long, not common, not about us; by profile also mixed and renewed.

Profile `asvs` asks for neither composition nor renewal (OWASP ASVS 6.2.5, 6.2.10), profile `mlps`
for both (GB/T 22239 8.1.4.1a): `HUXIN_PASSWORDS` chooses, `HUXIN_PASSWORD_DAYS` says how often.
"""

from __future__ import annotations

import datetime as dt
import re

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from huxin.access.models import Account
from huxin.kernel.pinyin import pinyin_of
from huxin.kernel.texts import N_, Message, message

__all__ = ["faults_of", "must_change"]

CONTEXT = ("huxin", "gongzi", "nongmingong", "laodong", "jiancha", "renshe", "qianxin", "password",
           "mima", "admin", "护薪", "工资", "农民工", "密码")  # fmt: skip
"""Words that everybody here would try first."""
CONTEXT_MIN = 4
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
KINDS_MIN = 3
LONGEST = 200
WORDS = {
    "password_too_short": N_("It has fewer than 12 characters."),
    "password_too_common": N_("Many people use it: it stands in lists of known passwords."),
    "password_too_similar": N_("It resembles your sign-in name."),
}


def faults_of(password: str, account: Account) -> tuple[Message, ...]:
    """Everything that is wrong with a new password; empty when it may be set."""
    found: list[Message] = []
    try:
        validate_password(password, account)
    except ValidationError as error:
        found += [message(WORDS[str(each.code)]) for each in error.error_list]
    if len(password) > LONGEST:
        found.append(message("It has more than {n} characters.", n=LONGEST))
    if _is_about_us(password, account):
        found.append(message("Little is left of it without words of this platform, your name or "
                             "your unit's."))  # fmt: skip
    if account.check_password(password):
        found.append(message("It is the one you have now."))
    kinds = sum(bool(re.search(kind, password)) for kind in KINDS)
    if settings.INSTALLATION.passwords == "mlps" and kinds < KINDS_MIN:
        found.append(
            message("It mixes fewer than three of small letters, capitals, digits and other signs.")
        )
    return tuple(found)


def must_change(account: Account, *, now: dt.datetime) -> bool:
    """Whether the password must be changed before anything else is done: a first one, or too old.

    Workers have none.
    """
    if account.kind != Account.Kind.STAFF:
        return False
    if account.must_change_password:
        return True
    since = account.password_at or account.created_at
    oldest = dt.timedelta(days=settings.INSTALLATION.password_days)
    return settings.INSTALLATION.passwords == "mlps" and now - since > oldest


def _is_about_us(password: str, account: Account) -> bool:
    """Whether fewer than eight characters remain when names everybody knows are taken out."""
    rest = password.lower()
    own = {account.login.lower(), pinyin_of(account.name), account.name}
    if account.body is not None:
        own |= {account.body.name, account.body.pinyin}
    words = {*CONTEXT, *(each for each in own if len(each) >= CONTEXT_MIN)}
    named = [each for each in sorted(words, key=len, reverse=True) if each in rest]
    for each in named:
        rest = rest.replace(each, "")
    return bool(named) and len(rest) < 8
