"""What attendance refuses, with its reason and a way on."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message

__all__ = [
    "DeviceKnown", "EmptyBatch", "KeyReused", "NoReason", "NotYours", "ReadingRefused", "WrongDay",
]  # fmt: skip


class KeyReused(HuxinError):  # noqa: N818 -- an answer
    """An idempotency key came again with other content."""

    code = "AP-409"

    def __init__(self, key: str) -> None:
        super().__init__(
            message("This idempotency key was used before, with other content."),
            where=key,
            remedy=message(
                "Send the same content under the same key, other content under a new one."
            ),
        )


class EmptyBatch(HuxinError):  # noqa: N818 -- an answer
    """A delivery without a row."""

    def __init__(self) -> None:
        super().__init__(
            message("The delivery holds no row."),
            remedy=message(
                "Send at least one punch; to say that the device lives, ask for its health."
            ),
        )


class DeviceKnown(HuxinError):  # noqa: N818 -- an answer
    """The project has a device with this serial number, or none was given."""

    def __init__(self, serial: str) -> None:
        super().__init__(
            message(
                "The project already has a device with the serial number {serial}.", serial=serial
            ),
            remedy=message("Use that device, or write the serial number that stands on this one."),
        )


class NoReason(HuxinError):  # noqa: N818 -- an answer
    """A correction without its reason."""

    def __init__(self) -> None:
        super().__init__(
            message("A day is corrected with a reason."),
            remedy=message("Write what was wrong and how you know; the worker will read it."),
        )


class WrongDay(HuxinError):  # noqa: N818 -- an answer
    """A day that cannot be stated: in the future, or with impossible hours."""

    def __init__(self, on: dt.date, *, future: bool = False) -> None:
        super().__init__(
            message("{day} lies in the future.", day=on)
            if future
            else message("What is stated for {day} is no day's work.", day=on),
            remedy=message(
                "State days up to today, as parts of a day from none to two, with at most 24 hours."
            ),
        )


class NotYours(HuxinError):  # noqa: N818 -- an answer
    """A worker who is not on the project's roster."""

    def __init__(self) -> None:
        super().__init__(
            message("This worker is not on the project's roster."),
            remedy=message("Enter the worker on the roster first."),
        )


class ReadingRefused(HuxinError):  # noqa: N818 -- an answer
    """A row of a grid or list that names nobody on the roster, or more than one person."""

    def __init__(self, *, several: bool) -> None:
        super().__init__(
            message("Several workers on the roster bear this name.")
            if several
            else message("Nobody on the project's roster is meant by this row."),
            remedy=message("Write the identity number into the row, or enter the worker first."),
        )
