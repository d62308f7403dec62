"""Companies' and banks' systems ask for the warnings on them, and answer."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, PROBLEMS, operation
from huxin.api.schemas import AnswerIn, WarningOut, WarningPage
from huxin.kernel.clock import SystemClock
from huxin.warnings.actions import answer
from huxin.warnings.queries import Row, on_me

__all__ = ["router"]

router = Router(tags=["warnings"])
ANSWER = "warnings.warning.answer"
PLACE = r"^([0-9]{1,2}\.-?[0-9]{1,18}\.[0-9]{1,18})?$"
STATED = {200: WarningPage, **PROBLEMS}


@router.get("/warnings/on-us", response=STATED, summary="Open warnings on the asking body")
@operation(ANSWER)
def on_us(
    request: HttpRequest,
    after: Annotated[str, Query(pattern=PLACE, description="`next` of the page before.")] = "",
) -> WarningPage:
    """What the body has to put right, the worst first, with the way to clear each."""
    page, said = on_me(actor=asked(request), after=after), language_of(request)
    return WarningPage(warnings=[_out(each, said) for each in page.rows], next=page.next or None)


@router.post(
    "/warnings/{warning}/answer", response={204: None, **PROBLEMS}, summary="Answer a warning"
)
@operation(ANSWER)
def answer_it(
    request: HttpRequest, warning: Annotated[int, Path(ge=1, le=BIG)], body: AnswerIn
) -> Status[None]:
    """Say what was done about it; it clears by itself once the facts do."""
    answer(warning, text=body.text, actor=asked(request), now=SystemClock().now())
    return Status(204, None)


def _out(row: Row, said: str) -> WarningOut:
    return WarningOut(
        id=row.id, rule=row.rule, title=row.title.say(said), says=row.says.say(said),
        remedy=row.remedy.say(said), severity=row.severity, state=row.state, project=row.project,
        period=row.period, amount_fen=row.amount_fen, people=row.people, due_on=row.due_on,
    )  # fmt: skip
