"""How a process of the demonstration's pool begins: before it can know any table."""

from __future__ import annotations

import signal

import django

from huxin.kernel.process import end_with_parent

__all__ = ["begin"]


def begin() -> None:
    """End with the process that fills, which alone hears Ctrl-C; load the platform."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
