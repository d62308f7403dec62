"""What the trail refuses: to sign a log that is damaged, to prove what is not sealed."""

from __future__ import annotations

from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import Message, message

__all__ = ["Damaged", "NoWitness", "NotSealed", "NothingToProve"]


class Damaged(HuxinError):  # noqa: N818 -- says what was found
    """The stored log is not what was sealed; no head is signed over it."""

    exit_code = 1

    def __init__(self, year: int, number: int, what: Message) -> None:
        self.year, self.number = year, number
        super().__init__(
            message(
                "The log of {year} is damaged at entry {number}: {what}",
                year=str(year),
                number=str(number),
                what=what,
            ),
            remedy=message("Change nothing; run: huxin trail verify, and call the audit officer."),
        )


class NoWitness(HuxinError):  # noqa: N818 -- says what is missing
    """No folder of witnesses could be written, so the head was not kept."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        super().__init__(
            message("No witness folder could be written: {folders}.", folders=folders),
            remedy=message("Make one of them writable, or name others in HUXIN_WITNESS."),
        )


class NotSealed(HuxinError):  # noqa: N818 -- an answer
    """The entry is younger than the newest signed head."""

    def __init__(self, year: int, number: int) -> None:
        super().__init__(
            message(
                "Entry {year}/{number} is not yet under a signed head.",
                year=str(year),
                number=str(number),
            ),
            remedy=message(
                "Heads are signed by the hour: ask again later. The operator makes one at "
                "once with: huxin trail head"
            ),
        )


class NothingToProve(HuxinError):  # noqa: N818 -- an answer
    """The log has no such entry, head or object."""

    def __init__(self, what: str) -> None:
        super().__init__(
            message("The trail has nothing under {name}.", name=what),
            remedy=message(
                "Name an entry as 2025/17, or an object as registry.project:12, "
                "as it stands in the history."
            ),
        )
