"""Refusals about projects, parties, permits, contracts and what secures the wages."""

from __future__ import annotations

from collections.abc import Sequence

from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import Message, message

__all__ = ["FieldError", "GateError", "ImageError", "ProjectError", "StaleError", "StepError"]


class ProjectError(HuxinError):
    """Something about a project that a register does not take; `code` is stable."""

    code = "project"


class StaleError(ProjectError):
    """Somebody else changed the record since it was read."""

    code = "project.stale"

    def __init__(self, now: int) -> None:
        super().__init__(
            message(
                "This project was changed by somebody else in the meantime (version {version}).",
                version=now,
            ),
            remedy=message("Look at the project again, then enter your change once more."),
        )  # fmt: skip


class FieldError(ProjectError):
    """A value that cannot be right."""

    def __init__(self, code: str, what: Message, remedy: Message, *, rule: str = "") -> None:
        self.code = code
        super().__init__(what, rule=rule, remedy=remedy)


class StepError(FieldError):
    """A step that cannot be taken in this state of things."""


class GateError(ProjectError):
    """A gate is closed: `unmet` says what is not met, one sentence per condition."""

    def __init__(
        self, what: Message, unmet: Sequence[Message], *, rule: str, remedy: Message, code: str
    ) -> None:
        self.code = code
        self.unmet = tuple(unmet)
        super().__init__(what, rule=rule, remedy=remedy)

    @staticmethod
    def closed(unmet: Sequence[Message], rule: str) -> GateError:
        """At least one condition is not met."""
        return GateError(
            message("This may not be granted: {reasons}", reasons=tuple(unmet)),
            unmet,
            rule=rule,
            remedy=message("Have what is missing put right first; then it can be granted."),
            code="gate.closed",
        )

    @staticmethod
    def unclear(open_points: Sequence[Message], rule: str) -> GateError:
        """Nothing is known against it, but something is not known at all."""
        return GateError(
            message("The registers cannot tell: {reasons}", reasons=tuple(open_points)),
            open_points,
            rule=rule,
            remedy=message("Check these points yourself and write down on what grounds."),
            code="gate.unclear",
        )


class ImageError(ProjectError):
    """A photo that cannot be kept."""

    def __init__(self, code: str, what: Message) -> None:
        self.code = code
        super().__init__(
            what, remedy=message("Take a JPEG or PNG photo with a phone and hand it in.")
        )
