"""The language of the command line: `--lang` anywhere on it, else HUXIN_LANG, else Chinese."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from huxin.kernel.errors import InputError
from huxin.kernel.texts import LANGUAGES, message

__all__ = ["language", "spoken", "taken"]

VARIABLE = "HUXIN_LANG"
DEFAULT = "zh"


def language() -> str:
    """The language that texts are shown in now: "zh" or "en"."""
    chosen = os.environ.get(VARIABLE, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def taken(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Take `--lang X` or `--lang=X` out of a command line: the language, and what remains.

    Raises InputError for a language that Huxin does not speak.
    """
    chosen, rest, waiting = language(), list[str](), iter(arguments)
    for each in waiting:
        if each == "--lang":
            chosen = next(waiting, "")
        elif each.startswith("--lang="):
            chosen = each.removeprefix("--lang=")
        else:
            rest.append(each)
    if chosen not in LANGUAGES:
        raise InputError(
            message("Huxin does not speak the language {language}.", language=chosen or "?"),
            remedy=message("Write --lang zh or --lang en."),
        )
    return chosen, rest


@contextmanager
def spoken(chosen: str) -> Iterator[None]:
    """Show texts in `chosen` inside the block; options that read HUXIN_LANG follow."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = chosen
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
