"""What to do today: the first page of a contractor, a developer and a bank."""

from __future__ import annotations

from django.http import HttpResponse

from huxin.access.gate import may
from huxin.intake.queries import balance, receipts
from huxin.kernel.clock import CHINA
from huxin.registry.queries.owed import owed
from huxin.warnings.queries import on_us
from huxin.web.page import Request, page, render

__all__ = ["todo"]

WAITING = 5


@page("registry.project.view")
def todo(request: Request) -> HttpResponse:
    """What is due, what is missing, which rows wait, which warnings must be answered by when."""
    actor, today = request.actor, request.now.astimezone(CHINA).date()
    sends = may("intake.receipt.view", actor=actor)
    found = owed(on=today, actor=actor)
    waiting = receipts(actor=actor, only_waiting=True)[0] if sends else ()
    shown = {
        "today": today,
        "owed": found,
        "overdue": found.overdue(today),
        "warned": on_us(actor=actor, today=today),
        "answers": may("warnings.warning.answer", actor=actor),
        "balance": balance(actor=actor) if sends else None,
        "waiting": waiting[:WAITING],
        "more": max(len(waiting) - WAITING, 0),
    }
    return render(request, "todo.html", shown)
