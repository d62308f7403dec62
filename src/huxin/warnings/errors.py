"""Refusals of this room."""

from __future__ import annotations

import datetime as dt

from huxin.check.labels import PAPERS
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.texts import Message, message
from huxin.registry.queries.retention import Retention
from huxin.warnings.words import MOVES, STATES

__all__ = [
    "AlreadyPassed",
    "EndedAlready",
    "FilesInUse",
    "MonitorBusy",
    "NoSuchPage",
    "NotHere",
    "NotOver",
    "NothingToTry",
    "NothingToWakeUp",
    "OtherOfficer",
    "OutOfTurn",
    "SamePerson",
    "StillSo",
    "WithoutReason",
    "WrongSpan",
]


class OutOfTurn(InputError):  # noqa: N818 -- an answer
    """The move does not go with the state that the warning is in."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(
            message(
                "The warning is “{state}”; “{move}” cannot be done now.",
                state=message(STATES[state]),
                move=message(MOVES[move]),
            ),
            remedy=message("Load the page again: somebody may have acted on it before you."),
        )


class WithoutReason(InputError):  # noqa: N818 -- an answer
    """A text that must be given is empty."""

    def __init__(self) -> None:
        super().__init__(
            message("The reason is missing."),
            remedy=message("Say in a sentence why; it stays in the history."),
        )


class AlreadyPassed(InputError):  # noqa: N818 -- an answer
    """An end that is not in the future."""

    def __init__(self, until: dt.date) -> None:
        super().__init__(
            message("{day} is not after today.", day=until),
            remedy=message("Choose a later day; on it the warning comes back by itself."),
        )


class StillSo(InputError):  # noqa: N818 -- an answer
    """Somebody wants to close a warning although the facts still say so."""

    def __init__(self) -> None:
        super().__init__(
            message("The record still shows what this warning says; it cannot be closed by hand."),
            remedy=message(
                "Have the record mended: the warning then clears by itself. "
                "If there is a lawful explanation, mark it explained until a day of review."
            ),
        )


class SamePerson(InputError):  # noqa: N818 -- an answer
    """Closing takes two people."""

    def __init__(self) -> None:
        super().__init__(
            message("Who proposes the closing cannot confirm it."),
            remedy=message("Ask a colleague of your unit to confirm or refuse."),
        )


class NothingToWakeUp(InputError):  # noqa: N818 -- an answer
    """Reopening by hand what the record itself cleared."""

    def __init__(self) -> None:
        super().__init__(
            message("This warning cleared because the record was mended."),
            remedy=message("If the fault returns, the monitor raises it again by itself."),
        )


class NotHere(InputError):  # noqa: N818 -- an answer
    """The body or account cannot deal with warnings of this place."""

    def __init__(self) -> None:
        super().__init__(
            message("That unit or person cannot deal with warnings of this place."),
            remedy=message("Choose a department of the place or of a level above, or its staff."),
        )


class NoSuchPage(InputError):  # noqa: N818 -- an answer
    """A page that no list gave out."""

    def __init__(self) -> None:
        super().__init__(
            message("There is no such page of the list."),
            remedy=message("Begin again with the first page."),
        )


class NothingToTry(InputError):  # noqa: N818 -- an answer
    """A rule that reads what nobody on the platform records yet."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(
            message(
                "This rule cannot tell anything here: nobody records {papers} yet.",
                papers=tuple(message(PAPERS[name]) for name in tables if name in PAPERS),
            ),
            remedy=message("Try it on a folder of site files with: huxin check"),
        )


class WrongSpan(InputError):  # noqa: N818 -- an answer
    """A span that ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            message("The span ends before it begins."),
            remedy=message("Give the earlier day first."),
        )


class MonitorBusy(InputError):  # noqa: N818 -- an answer
    """Another run is under way."""

    def __init__(self) -> None:
        super().__init__(
            message("The monitor is running already."),
            remedy=message("Wait until it is done; its result stands on the board."),
        )


class NotOver(InputError):  # noqa: N818 -- an answer
    """The ledgers of a project have to be kept still, or nobody can tell."""

    def __init__(self, retention: Retention, hindrances: tuple[Message, ...]) -> None:
        until = retention.until
        what = (
            message("Its ledgers have to be kept still: {reasons}", reasons=hindrances)
            if hindrances or until is None
            else message("Its ledgers have to be kept until {day}.", day=until)
        )
        super().__init__(
            what,
            rule=retention.rule,
            remedy=message("See the list of ledgers: it says of each project what is in the way."),
        )


class OtherOfficer(InputError):  # noqa: N818 -- an answer
    """Erasing ledgers takes two people."""

    def __init__(self) -> None:
        super().__init__(
            message("Who proposed the erasure cannot confirm it."),
            remedy=message("Ask a colleague who may; you can withdraw the proposal."),
        )


class EndedAlready(InputError):  # noqa: N818 -- an answer
    """A proposal waits already, or was confirmed or withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            message("Somebody else has proposed, confirmed or withdrawn it in the meantime."),
            remedy=message("Look at the list of ledgers again."),
        )


class FilesInUse(HuxinError):  # noqa: N818 -- an answer
    """A file that is to go was written a moment ago: it is asked for again later."""

    def __init__(self) -> None:
        super().__init__(
            message("A stored file is being written at this moment."),
            remedy=message("Nothing is to be done: it is tried again by itself."),
        )
