"""Why a file or a row cannot be taken."""

from __future__ import annotations

from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import N_, Message, message

__all__ = ["FileRefused", "NoRegister", "OfOneProject", "RowSettled"]


class FileRefused(HuxinError):  # noqa: N818 -- an answer
    """Nothing could be taken from the file."""

    def __init__(self, what: Message, remedy: Message, *, where: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)


class RowSettled(HuxinError):  # noqa: N818 -- an answer
    """The row was mended or rejected already."""

    def __init__(self) -> None:
        super().__init__(
            message("This row has been settled already."),
            remedy=message("Look at the receipt: it says by whom, when and how."),
        )


class NoRegister(HuxinError):  # noqa: N818 -- an answer
    """The file was understood, but no register takes such rows yet."""

    code = "IN-001"
    text = N_("The file was read, but this platform keeps no register of such rows yet.")

    def __init__(self) -> None:
        super().__init__(
            message(self.text),
            remedy=message("Nothing is lost: file and rows are kept and wait here."),
        )


class OfOneProject(HuxinError):  # noqa: N818 -- an answer
    """A list about many firms and projects was asked for, and this is a paper of one project."""

    code = "IN-002"

    def __init__(self) -> None:
        super().__init__(
            message("This paper is about one project."),
            remedy=message("Reject the row here, and hand the file in on the project's page."),
        )
