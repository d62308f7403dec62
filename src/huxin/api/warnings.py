"""Systems ask for warnings: companies and banks for those on them, departments for their own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from huxin.api.auth import asked
from huxin.api.errors import language_of
from huxin.api.operation import BIG, act, answers, done, operation
from huxin.api.schemas.warnings import (
    AnswerIn,
    HandOverIn,
    NothingIn,
    RestIn,
    SayIn,
    StepOut,
    VerifyIn,
    WarningOut,
    WarningPage,
    WarningWhole,
)
from huxin.kernel.clock import SystemClock
from huxin.warnings import actions
from huxin.warnings.queries import Filter, Row, listed, on_me, one

__all__ = ["router"]

router = Router(tags=["warnings"])
ANSWER, SEE = "warnings.warning.answer", "warnings.warning.view"
PLACE = r"^([0-9]{1,2}\.-?[0-9]{1,18}\.[0-9]{1,18})?$"
REGION = r"^([0-9]{6,12})?$"
Key = Annotated[int, Path(ge=1, le=BIG)]
After = Annotated[str, Query(pattern=PLACE, description="`next` of the page before.")]
State = Literal[
    "", "raised", "assigned", "answered", "verified", "handed_over", "snoozed", "explained",
    "closing",
]  # fmt: skip


@router.get("/warnings/on-us", response=answers(WarningPage), summary="Open warnings on the unit")
@operation(ANSWER)
def on_us(request: HttpRequest, after: After = "") -> WarningPage:
    """What the body has to put right, the worst first, with the way to clear each."""
    page, said = on_me(actor=asked(request), after=after), language_of(request)
    return WarningPage(warnings=[_out(each, said) for each in page.rows], next=page.next or None)


@router.get("/warnings", response=answers(WarningPage), summary="Warnings, page by page")
@operation(SEE)
def list_warnings(
    request: HttpRequest,
    after: After = "",
    place: Annotated[str, Query(pattern=REGION, description="A region, with all below.")] = "",
    project: Annotated[int | None, Query(ge=1, le=BIG)] = None,
    severity: Literal["", "red", "orange", "yellow", "blue"] = "",
    state: State = "",
    owner: Annotated[int | None, Query(ge=1, le=BIG, description="Its department.")] = None,
    cleared: bool = False,  # noqa: FBT001, FBT002 -- a question
) -> WarningPage:
    """Warnings that the unit may see: open ones, or those that are cleared."""
    wanted = Filter(
        place=place, project=project, severity=severity, state=state, owner=owner, cleared=cleared
    )
    page, said = listed(wanted, actor=asked(request), after=after), language_of(request)
    return WarningPage(warnings=[_out(each, said) for each in page.rows], next=page.next or None)


@router.get("/warnings/{warning}", response=answers(WarningWhole), summary="One warning")
@operation(SEE)
def one_warning(request: HttpRequest, warning: Key) -> WarningWhole:
    """With its history, and the moves that the unit may make now."""
    return _whole(request, warning)


@router.post("/warnings/{warning}/answer", response=done(WarningWhole), summary="Answer a warning")
@act(ANSWER)
def answer(request: HttpRequest, warning: Key, body: AnswerIn) -> WarningWhole:
    """Say what was done about it; it clears by itself once the facts do."""
    return _moved(request, warning, actions.answer, text=body.text)


@router.post("/warnings/{warning}/verify", response=done(WarningWhole), summary="Judge its answer")
@act("warnings.warning.verify")
def verify(request: HttpRequest, warning: Key, body: VerifyIn) -> WarningWhole:
    """Accept the company's answer, or reject it with a reason; either way the facts decide."""
    return _moved(request, warning, actions.verify, accepted=body.accepted, text=body.text or "")


@router.post("/warnings/{warning}/hand-over", response=done(WarningWhole), summary="Hand it over")
@act("warnings.warning.hand_over")
def hand_over(request: HttpRequest, warning: Key, body: HandOverIn) -> WarningWhole:
    """To another department of the place or of a level above."""
    return _moved(request, warning, actions.hand_over, body=body.body, text=body.text)


@router.post("/warnings/{warning}/snooze", response=done(WarningWhole), summary="Put it off")
@act("warnings.warning.snooze")
def snooze(request: HttpRequest, warning: Key, body: RestIn) -> WarningWhole:
    """Until a day, on which it comes back."""
    return _moved(request, warning, actions.snooze, until=body.until, text=body.text)


@router.post("/warnings/{warning}/explain", response=done(WarningWhole), summary="It is lawful")
@act("warnings.warning.explain")
def explain(request: HttpRequest, warning: Key, body: RestIn) -> WarningWhole:
    """Mark it as lawfully explained, until the day on which that is looked at again."""
    return _moved(request, warning, actions.explain, until=body.until, text=body.text)


@router.post("/warnings/{warning}/resume", response=done(WarningWhole), summary="Take it up again")
@act("warnings.warning.resume")
def resume(request: HttpRequest, warning: Key, body: NothingIn) -> WarningWhole:  # noqa: ARG001
    """Before its day, what was put off or explained."""
    return _moved(request, warning, actions.resume)


@router.post("/warnings/{warning}/close", response=done(WarningWhole), summary="Propose to close")
@act("warnings.warning.close")
def close(request: HttpRequest, warning: Key, body: SayIn) -> WarningWhole:
    """Only where the facts tell nothing any more; a person confirms it."""
    return _moved(request, warning, actions.close, text=body.text)


@router.post("/warnings/{warning}/reopen", response=done(WarningWhole), summary="Open it again")
@act("warnings.warning.reopen")
def reopen(request: HttpRequest, warning: Key, body: SayIn) -> WarningWhole:
    """What people had closed."""
    return _moved(request, warning, actions.reopen, text=body.text)


def _moved(request: HttpRequest, warning: int, move: Any, **said: Any) -> WarningWhole:
    """Make a move; the warning as it stands then."""
    move(warning, **said, actor=asked(request), now=SystemClock().now())
    return _whole(request, warning)


def _whole(request: HttpRequest, warning: int) -> WarningWhole:
    found, said = one(warning, actor=asked(request)), language_of(request)
    history = [
        StepOut(
            move=each.move.say(said), before=each.before.say(said) if each.before else "",
            after=each.after.say(said), at=each.at, unit=each.unit, text=each.text,
        )
        for each in found.history
    ]  # fmt: skip
    return WarningWhole(
        **_out(found.row, said).model_dump(), moves=list(found.moves), history=history
    )


def _out(row: Row, said: str) -> WarningOut:
    texts = {name: getattr(row, name).say(said) for name in ("title", "says", "remedy")}
    own = row.own_remedy.say(said) if row.own_remedy else None
    names = set(WarningOut.model_fields) - {*texts, "own_remedy"}
    return WarningOut(**texts, own_remedy=own, **{name: getattr(row, name) for name in names})
