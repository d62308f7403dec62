"""The notice that a change of a worker's card or phone sends to the phone known before."""

from __future__ import annotations

from huxin.access.change import Change
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.models import Worker

__all__ = ["TOPIC", "tell_old_phone"]

TOPIC = "sms"


def tell_old_phone(doing: Change, worker: Worker, cause: str) -> None:
    """A neutral text: a phone may be in other hands, so it names nobody and no matter."""
    if not worker.phone:
        return
    day = doing.now.astimezone(CHINA).date()
    text = message(
        "An entry that you left with us was changed on {day}. If it was not you, go to the "
        "service counter with your identity card.",
        day=day,
    )
    language = worker.account.language if worker.account is not None else "zh"
    doing.send(
        TOPIC, f"registry.notice:{cause}", {"phone": worker.phone, "text": text.say(language)}
    )
