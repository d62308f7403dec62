"""Errors for people: what happened, to which record, under which rule, what to do now.

HuxinError
├── InputError        something a person gave us cannot be used      (exit 2)
├── LawError          the law answers, but not with a value
│   ├── NotSet        the document requires a value and leaves it to the place
│   ├── Silent        no document in force says anything
│   └── PackError     a pack does not load; names file and line
└── EngineError       an analytic engine failed
"""

from __future__ import annotations

from typing import Any

from huxin.kernel.texts import Message


class HuxinError(Exception):
    """Root of every error that Huxin raises on purpose; `str()` is English, the CLI translates."""

    exit_code = 2

    def __init__(
        self, what: Message, *, where: str = "", rule: str = "", remedy: Message | None = None
    ) -> None:
        self.what = what
        self.where = where
        self.rule = rule
        self.remedy = remedy
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The whole error in `language` ("zh" or "en"), one part per line."""
        parts = [f"{self.where}: " if self.where else "", self.what.say(language)]
        if self.rule:
            parts.append(f"\n  § {self.rule}")
        if self.remedy is not None:
            parts.append(f"\n  → {self.remedy.say(language)}")
        return "".join(parts)

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, whatever a kind of error asks for when it is made: it comes from children."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[HuxinError], args: tuple[Any, ...], state: dict[str, Any]) -> HuxinError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class InputError(HuxinError):
    """Something a person gave us cannot be used."""


class LawError(HuxinError):
    """The law was asked and has no value to give."""


class NotSet(LawError):  # noqa: N818 -- the field's word: an open value that nobody has set
    """A document requires the value and leaves it to the place, which has not set it."""


class Silent(LawError):  # noqa: N818 -- an answer, not a failure
    """No document in force for the place says anything on the matter."""


class PackError(LawError):
    """A pack does not load; `where` is `file:line`."""


class EngineError(HuxinError):
    """An analytic engine could not run what was asked: our fault, not that of the files."""

    exit_code = 3
