"""Numbers of bank accounts kept for wages: sound, and on record once, whoever's account it is."""

from __future__ import annotations

from huxin.access.fields import digest
from huxin.kernel.identity import Card, Fault, check_card
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import EmployerAccount, SpecialAccount

__all__ = ["free_digest", "sound_number"]


def sound_number(written: str) -> Card:
    """The number of an account as it was written; raises FieldError."""
    found = check_card(written)
    if isinstance(found, Fault):
        raise FieldError(f"account.{found.code}", found.what, found.remedy)
    return found


def free_digest(number: Card) -> int:
    """Its keyed digest; raises FieldError while an open account has the number."""
    code = digest("account", number.number)
    for accounts in (SpecialAccount.objects, EmployerAccount.objects):
        if accounts.filter(number_digest=code, closed_on=None).exists():
            raise FieldError(
                "account.taken",
                message("An open account with this number is on record."),
                message("Compare the number with the opening notice."),
            )
    return code
