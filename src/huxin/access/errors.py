"""Refusals of access. What is absent and what is not yours are one error on purpose."""

from __future__ import annotations

from huxin.access.permissions import table
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import Message, message
from huxin.law import Bilingual

__all__ = [
    "BadBody", "BadRegion", "BadSignature", "GrantRefused", "NameTaken", "NoAllowance",
    "NoPurpose", "NoReason", "NotFound", "NotSignedIn", "Refused", "SeatTaken", "StepUp", "TooSoon",
    "WeakPassword", "WrongCode", "WrongPassword",
]  # fmt: skip


class NotFound(HuxinError):  # noqa: N818 -- an answer
    """There is no such object, or it is not within the actor's reach."""

    def __init__(self) -> None:
        super().__init__(
            message("There is no such record, or it is not within your competence."),
            remedy=message("Go back to the list and choose from what you can see there."),
        )


class BadRegion(HuxinError):  # noqa: N818 -- an answer
    """A township cannot be added as it was given."""

    def __init__(self, code: str, division: str) -> None:
        super().__init__(
            message("{code} cannot be added as a township of {division}.",
                    code=code, division=division),
            rule="GB/T 10114",
            remedy=message("Give 9 or 12 digits that begin with the county's code and are not in "
                           "use, and the township's name."),
        )  # fmt: skip


class BadBody(HuxinError):  # noqa: N818 -- an answer
    """A body cannot be registered or changed so; `code` is stable."""

    def __init__(self, code: str, what: Message, remedy: Message, *, rule: str = "") -> None:
        self.code = code
        super().__init__(what, rule=rule, remedy=remedy)


class SeatTaken(HuxinError):  # noqa: N818 -- an answer
    """The document gives fewer seats of the kind than there would be."""

    def __init__(self, most: int, rule: str) -> None:
        super().__init__(
            message("All {most} seats of this kind are filled.", most=most),
            rule=rule,
            remedy=message("Record first who left, then fill the seat again."),
        )


class Refused(HuxinError):  # noqa: N818 -- an answer
    """The actor may not do this at all."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        found = table().operation(operation)
        super().__init__(
            message(
                "You may not do this: {operation}.", operation=Bilingual(found.en, zh=found.zh)
            ),
            remedy=message("Ask your unit's administrator for the role, or somebody who holds it."),
        )


class NameTaken(HuxinError):  # noqa: N818 -- an answer
    """A request bears the name of another one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            message("A request with this key of repetition and another content was carried out."),
            where=f"Idempotency-Key: {name}",
            remedy=message("Give every request a key of its own; the same key only to repeat it."),
        )


class BadSignature(HuxinError):  # noqa: N818 -- an answer
    """A signed request is not taken; which part of it is wrong is not told."""

    def __init__(self) -> None:
        super().__init__(
            message("The signature of the request is missing or not valid."),
            remedy=message("Sign with a key in force, the present time and a new nonce."),
        )


class StepUp(HuxinError):  # noqa: N818 -- an answer
    """The operation needs the second factor, which this login session has not given."""

    def __init__(self) -> None:
        super().__init__(
            message("This needs your second factor."),
            remedy=message("Enter the code of your authenticator, then do it again."),
        )


class NotSignedIn(HuxinError):  # noqa: N818 -- an answer
    """Name or password do not fit; the same words whether the account exists or not."""

    def __init__(self) -> None:
        super().__init__(
            message("The name and the password do not fit."),
            remedy=message("Check both, or ask your unit's administrator for a new password."),
        )


class WrongPassword(HuxinError):  # noqa: N818 -- an answer
    """The old password, asked before it is changed, is not right."""

    def __init__(self) -> None:
        super().__init__(
            message("The password until now is not right."),
            remedy=message("Enter it once more, or ask for a new first password."),
        )


class WrongCode(HuxinError):  # noqa: N818 -- an answer
    """A code does not fit, was used, or is too old; which of them is not told."""

    def __init__(self) -> None:
        super().__init__(
            message("This code cannot be used."),
            remedy=message("Enter the newest code, or ask for another one."),
        )


class TooSoon(HuxinError):  # noqa: N818 -- an answer
    """The next try or the next code must wait a little; never more than a quarter of an hour."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            message("Please wait {seconds} seconds.", seconds=seconds),
            remedy=message("Then try again; your account is not locked."),
        )


class WeakPassword(HuxinError):  # noqa: N818 -- an answer
    """The password is too easy to guess; `reasons` say what is wrong with it."""

    def __init__(self, reasons: tuple[Message, ...] = ()) -> None:
        self.reasons = reasons
        super().__init__(
            message("This password is too easy to guess."),
            remedy=message("Choose at least 12 characters that nobody would think of."),
        )


class GrantRefused(HuxinError):  # noqa: N818 -- an answer
    """An account or a role cannot be given like that."""

    def __init__(self, what: Message, remedy: Message) -> None:
        super().__init__(what, remedy=remedy)


class NoReason(HuxinError):  # noqa: N818 -- an answer
    """Protected values are opened with a reason only."""

    def __init__(self) -> None:
        super().__init__(
            message("Say why you need to see this."),
            remedy=message("A few words are enough; the person concerned can read them."),
        )


class NoPurpose(HuxinError):  # noqa: N818 -- an answer
    """A table leaves the platform for a stated purpose only."""

    def __init__(self) -> None:
        super().__init__(
            message("No purpose is given for this export."),
            remedy=message("Say in a few words what the list is for."),
        )


class NoAllowance(HuxinError):  # noqa: N818 -- an answer
    """The day's allowance of opened values is used up."""

    def __init__(self, allowance: int) -> None:
        super().__init__(
            message("You have opened protected data {n} times today; that is the allowance.",
                    n=allowance),
            remedy=message("Go on tomorrow, or export a list with its purpose."),
        )  # fmt: skip
