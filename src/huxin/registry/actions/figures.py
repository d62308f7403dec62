"""Operating figures and progress: supplied one by one or as a list, corrected, taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message, month_value
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Figure, Project
from huxin.registry.policy.figures import KINDS, check_figure, told, watches

__all__ = ["FigureForm", "correct_figure", "keep_figure", "supply_figure"]

SUPPLY, CORRECT = "registry.figure.supply", "registry.figure.correct"
REASON_MAX = 200


@dataclass(frozen=True, slots=True)
class FigureForm:
    """One figure: the value in the unit of its kind; `reason` when it corrects an earlier one."""

    kind: str
    month: dt.date
    value: int
    reason: str = ""


def supply_figure(
    about: Body | Project, form: FigureForm, *, source: int, actor: Actor, now: dt.datetime
) -> Figure:
    """Record what a source told about a firm or project; told twice it changes nothing.

    Raises NotFound out of reach, FieldError for what cannot be right, StepError when the source
    told something else before and no reason is given.
    """
    with change(SUPPLY, actor=actor, now=now) as doing:
        row = doing.reach(type(about), about.pk)
        figure, _ = keep_figure(doing, row, form, source=source)
    return figure


def keep_figure(
    doing: Change, about: Body | Project, form: FigureForm, *, source: int
) -> tuple[Figure, bool]:
    """The figure on record, and whether it is new; for one change that keeps several."""
    today = doing.now.astimezone(CHINA).date()
    about = (about.merged_into or about) if isinstance(about, Body) else about
    subject: dict[str, Any] = {_noun(about): about}
    check_figure(form.kind, _noun(about), form.month, form.value, today=today)
    by = _source(doing.actor, form.kind, source)
    known = Figure.objects.filter(
        **subject, kind=form.kind, month=form.month, source=by, ended_at=None
    ).first()
    if known is not None and known.value == form.value:
        return known, False
    if known is not None:
        _end(doing, known, form.reason)
    figure = doing.keep(Figure(
        **subject, kind=form.kind, month=form.month, value=form.value, source=by,
        supplied_by_id=doing.actor.account, supplied_at=doing.now,
    ))  # fmt: skip
    doing.note(
        figure,
        before={} if known is None else {"figure": known.pk, "value": known.value},
        after={_noun(about): about.pk, "kind": form.kind, "month": form.month,
               "value": form.value, "source": by.pk, "reason": form.reason.strip()},
    )  # fmt: skip
    return figure, True


def correct_figure(
    figure: int, value: int | None, *, reason: str, actor: Actor, now: dt.datetime
) -> Figure:
    """Put another value in the place of a figure, or none (None: it was told by mistake).

    The first value stays on record with the reason. Raises NotFound, FieldError, StepError.
    """
    today = now.astimezone(CHINA).date()
    with change(CORRECT, actor=actor, now=now) as doing:
        known = doing.reach(Figure, figure)
        _source(actor, known.kind, known.source_id)
        if known.ended_at is not None or value == known.value:
            raise StepError(
                "figure.ended",
                message("This figure was corrected already, or the value is the same."),
                message("Look at the figures again, and correct the one in force."),
            )
        _end(doing, known, reason)
        told_now = None
        if value is not None:
            check_figure(known.kind, "project" if known.project_id else "body", known.month,
                         value, today=today)  # fmt: skip
            told_now = doing.keep(Figure(
                body_id=known.body_id, project_id=known.project_id, kind=known.kind,
                month=known.month, value=value, source_id=known.source_id,
                supplied_by_id=actor.account, supplied_at=now,
            ))  # fmt: skip
        doing.note(
            known,
            before={"value": known.value},
            after={"value": value, "figure": told_now and told_now.pk, "reason": reason.strip()},
        )
    return told_now or known


def _noun(about: Body | Project) -> str:
    return "project" if isinstance(about, Project) else "body"


def _end(doing: Change, known: Figure, reason: str) -> None:
    said = reason.strip()
    if not said or len(said) > REASON_MAX:
        raise StepError(
            "figure.reason",
            message(
                "{source} told {value} for {month} before.", source=known.source.name,
                value=told(known.kind, known.value), month=month_value(known.month),
            ),
            message("If that was wrong, say why; the earlier figure stays on record."),
        )  # fmt: skip
    known.ended_at, known.ended_because = doing.now, said
    doing.keep(known)


def _source(actor: Actor, kind: str, source: int) -> Body:
    """The body that told it: one's own that supplies such figures, or any for who watches."""
    by = Body.objects.filter(pk=source).first()
    if by is None:
        raise NotFound
    may_supply = KINDS[kind].sources
    own = any(each.body == by.pk and each.role in may_supply for each in actor.held)
    if not (own or actor.is_system or watches(actor.roles)):
        raise FieldError(
            "figure.source",
            message("{kind} is not told by {source}.", kind=KINDS[kind].title, source=by.name),
            message("Supply the figures of your own unit; others are supplied by their source."),
        )
    return by
