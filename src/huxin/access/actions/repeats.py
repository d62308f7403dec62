"""A request that bears a name of its sender's is carried out once: asked again, answered again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from huxin.access.errors import NameTaken
from huxin.access.models import Answered, ApiKey, Nonce
from huxin.access.signing import WINDOW

__all__ = ["KEPT", "Answer", "forget", "once_by_name"]

KEPT = dt.timedelta(days=7)
"""How long a name is known: over the longest holiday, on which a system may stand still."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as JSON; `is_repeat` when it had been answered before."""

    text: str
    is_repeat: bool


def once_by_name(
    key: ApiKey, name: str, content: str, act: Callable[[], str], *, now: dt.datetime
) -> Answer:
    """Carry out `act` and keep its answer under `name`, or give the answer kept there.

    Name, act and answer are one transaction: whoever comes meanwhile with the same name waits for
    it, and a refusal leaves the name free. Raises NameTaken for a name with another `content`.
    """
    with transaction.atomic():
        Answered.objects.filter(key=key, name=name, at__lt=now - KEPT).delete()
        try:
            with transaction.atomic():
                row = Answered.objects.create(key=key, name=name, content=content, at=now)
        except IntegrityError:
            kept = Answered.objects.get(key=key, name=name)
            if kept.content != content:
                raise NameTaken(name) from None
            return Answer(kept.answer, is_repeat=True)
        row.answer = act()
        row.save(update_fields=["answer"])
        return Answer(row.answer, is_repeat=False)


def forget(*, now: dt.datetime) -> dict[str, int]:
    """Remove answers and nonces that no request can meet any more; returns how many of each."""
    return {
        "answers": Answered.objects.filter(at__lt=now - KEPT).delete()[0],
        "nonces": Nonce.objects.filter(at__lt=now - 2 * WINDOW).delete()[0],
    }
